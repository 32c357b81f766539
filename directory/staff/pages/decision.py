"""What is decided on a change: it is published, declined, taken back or undone."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.moderation import Check, Method, ReviewError, decline, publish, undo, withdraw
from directory.staff.context import desk, field_of, signed_in
from directory.staff.error_messages import sentence_of
from directory.staff.i18n import N_, gettext
from directory.staff.pages.review import number_of_change, opened_by, show
from directory.staff.permissions import May
from directory.staff.proposals.detail import Opened, opened
from directory.staff.redaction_guard import guard_of
from directory.staff.routes import Page, goes_to
from directory.staff.scope_filter import signature

_WHY: Final = N_("Say why, so that whoever proposed it can do better.")
Act = Callable[[Connection, int], object]


def publish_change(request: Request) -> Response:
    """Publish it; who has called there says so, and the entry is marked as checked."""
    _refuse_unless(request, lambda one: one.decides)
    called, alone = field_of(request, "called") == "yes", field_of(request, "alone") == "yes"
    person, terms, guard = signed_in(request), desk(request).stale_after, guard_of(request)

    def act(connection: Connection, number: int) -> None:
        with connection.begin():
            alone_there = opened(connection, number, person).is_alone
            check = Check(signature(connection, person), Method.CALLED) if called else None
        publish(
            connection,
            number,
            person.account_id,
            stale_after=terms,
            is_protected=guard,
            now=datetime.now(UTC),
            check=check,
            alone=alone and alone_there,
        )

    return _decide(request, act, "published")


def decline_change(request: Request) -> Response:
    """Decline it, with a reason for its author."""
    _refuse_unless(request, lambda one: one.decides)
    person, reason = signed_in(request).account_id, field_of(request, "reason")
    if not reason:
        return show(request, status=422, wrong_reason=gettext(_WHY))
    said: Any = {"now": datetime.now(UTC), "is_protected": guard_of(request)}
    return _decide(request, lambda one, number: decline(one, number, person, reason, **said), "declined")


def withdraw_change(request: Request) -> Response:
    """Take back one's own."""
    _refuse_unless(request, lambda one: one.is_own)
    person = signed_in(request).account_id
    return _decide(request, lambda one, number: withdraw(one, number, person, now=datetime.now(UTC)), "withdrawn", "/")


def undo_change(request: Request) -> Response:
    """Undo what was published."""
    _refuse_unless(request, lambda one: one.decides)
    person, reason = signed_in(request).account_id, field_of(request, "reason")
    terms: Any = {"stale_after": desk(request).stale_after, "is_protected": guard_of(request)}
    return _decide(
        request,
        lambda one, number: undo(one, number, person, **terms, now=datetime.now(UTC), reason=reason),
        "undone",
    )


def _decide(request: Request, act: Act, told: str, then: str = "/review") -> Response:
    try:
        with desk(request).engine.connect() as connection:
            act(connection, number_of_change(request))
    except ReviewError as refused:
        return show(request, status=409, wrong=sentence_of(refused))
    return goes_to(f"{then}?told={told}")


def _refuse_unless(request: Request, may: Callable[[Opened], bool]) -> None:
    with desk(request).engine.connect() as connection, connection.begin():
        if not may(opened_by(request, connection)):
            raise HTTPException(403)


PAGES: Final = (
    Page("/review/{number}/publish", publish_change, May.DECIDE, method="POST"),
    Page("/review/{number}/decline", decline_change, May.DECIDE, method="POST"),
    Page("/review/{number}/withdraw", withdraw_change, May.PROPOSE, method="POST"),
    Page("/review/{number}/undo", undo_change, May.DECIDE, method="POST"),
)
