"""Review proposals, field by field, and publish, decline, withdraw or undo them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.domain.protection import PersonalGuard
from directory.moderation import (
    ModerationError,
    UnknownProposalError,
    Verification,
    VerificationMethod,
    count_waiting,
    decline_proposal,
    publish_proposal,
    revert_proposal,
    waiting_proposals,
    withdraw_proposal,
)
from directory.staff.auth.roles import Permission
from directory.staff.context import current_user, form_field, get_context, transaction
from directory.staff.error_messages import message_for
from directory.staff.i18n import N_, country_name, gettext
from directory.staff.labels import field_label
from directory.staff.pagination import page_offset, pager, split_page
from directory.staff.proposals.detail import ProposalDetail, open_proposal, parse_number
from directory.staff.proposals.field_diff import compare_rows
from directory.staff.proposals.held import authorize_held_read, flash_after_proposal, personal_guard, readable_waiting
from directory.staff.proposals.summaries import summarize
from directory.staff.rendering import render
from directory.staff.routes import Page, redirect_to
from directory.staff.scope_filter import scope_filter, selectable_countries, verifier_name
from directory.staff.service_entry.phone_check import describe_number

_PAGE_SIZE: Final = 25
_REASON_REQUIRED: Final = N_("Say why, so that whoever proposed it can do better.")
Decision = Callable[[Connection, int], object]


def show_queue(request: Request) -> Response:
    """Show the proposals of others that the user may decide on, oldest first."""
    user, country = current_user(request), request.query_params.get("country") or None
    scope = scope_filter(user, country)
    filters: Any = {
        "organization_id": scope.organization_id,
        "countries": scope.countries,
        "excluding_author": user.account_id,
    }
    with transaction(request) as connection:
        filters["readable"] = readable_waiting(request, connection)
        rows = waiting_proposals(connection, **filters, offset=page_offset(request, _PAGE_SIZE), limit=_PAGE_SIZE + 1)
        proposals, has_next = split_page(rows, _PAGE_SIZE)
        changes, number = summarize(connection, proposals), count_waiting(connection, **filters)
        countries = sorted(selectable_countries(connection, user), key=country_name)
    return render(
        request,
        "review.html",
        changes=changes,
        number=number,
        countries=countries,
        country=country,
        pager=pager(request, has_next=has_next),
    )


def show_proposal(request: Request) -> Response:
    """Show one proposal."""
    return render_proposal(request)


def render_proposal(request: Request, *, status: int = 200, error: str = "", reason_error: str = "") -> Response:
    """Render one proposal with the errors of a decision, keeping the typed reason."""
    with transaction(request) as connection:
        detail = _find_proposal(request, connection)
        rows = compare_rows(connection, detail.read.fields)
        change = summarize(connection, [detail.read.proposal])[0]
    if detail.held:
        authorize_held_read(request, detail.held)
    stale = [(language, field_label("", field)) for _, field, language in detail.read.stale_translations]
    numbers = [(phone, describe_number(phone.number, phone.country, phone.kind)[0]) for phone in detail.read.phones]
    return render(
        request,
        "review_change.html",
        status=status,
        change=change,
        detail=detail,
        rows=rows,
        numbers=numbers,
        stale=stale,
        error=error,
        reason_error=reason_error,
        typed=form_field(request, "reason"),
    )


def _find_proposal(request: Request, connection: Connection) -> ProposalDetail:
    """Return the proposal that the URL names.

    Raises:
        HTTPException: 404 if there is none, 403 if the user may not read it.
    """
    try:
        guard = personal_guard(request, connection)
        detail = open_proposal(connection, _proposal_number(request), current_user(request), guard)
    except UnknownProposalError:
        raise HTTPException(404) from None
    if not detail.may_read:
        raise HTTPException(403)
    return detail


def _proposal_number(request: Request) -> int:
    """Return the number in the URL; raise HTTPException 404 if it is invalid."""
    number = parse_number(request.path_params["number"])
    if number is None:
        raise HTTPException(404)
    return number


def publish(request: Request) -> Response:
    """Publish a proposal; if the reviewer has called, mark the entry as checked."""
    _require(request, lambda detail: detail.may_decide)
    called, alone = form_field(request, "called") == "yes", form_field(request, "alone") == "yes"
    user, stale_after = current_user(request), get_context(request).stale_after

    def decision(connection: Connection, number: int) -> None:
        with connection.begin():
            guard = personal_guard(request, connection)
            is_only_reviewer = open_proposal(connection, number, user, guard).is_only_reviewer
            verification = Verification(verifier_name(connection, user), VerificationMethod.CALLED) if called else None
        publish_proposal(
            connection,
            number,
            user.account_id,
            stale_after=stale_after,
            guard=guard,
            now=datetime.now(UTC),
            verification=verification,
            allow_own=alone and is_only_reviewer,
        )

    return _decide(request, decision, "published")


def decline(request: Request) -> Response:
    """Decline a proposal, with a reason for its author."""
    _require(request, lambda detail: detail.may_decide)
    user, reason = current_user(request).account_id, form_field(request, "reason")
    if not reason:
        return render_proposal(request, status=422, reason_error=gettext(_REASON_REQUIRED))
    options: Any = {"now": datetime.now(UTC), "guard": _guard(request)}
    return _decide(
        request, lambda connection, number: decline_proposal(connection, number, user, reason, **options), "declined"
    )


def withdraw(request: Request) -> Response:
    """Withdraw the user's own proposal."""
    _require(request, lambda detail: detail.is_own)
    user = current_user(request).account_id
    return _decide(
        request,
        lambda connection, number: withdraw_proposal(connection, number, user, now=datetime.now(UTC)),
        "withdrawn",
        "/",
    )


def undo(request: Request) -> Response:
    """Undo a published proposal, or propose to undo it if it has been published for long."""
    detail = _require(request, lambda detail: detail.may_decide)
    user, reason = current_user(request).account_id, form_field(request, "reason")
    options: Any = {"stale_after": get_context(request).stale_after, "guard": _guard(request), "reason": reason}
    try:
        with get_context(request).engine.connect() as connection:
            number = revert_proposal(connection, _proposal_number(request), user, **options, now=datetime.now(UTC))
    except ModerationError as exc:
        return render_proposal(request, status=409, error=message_for(exc))
    return redirect_to(f"/review?told={flash_after_proposal(request, number) if detail.undo_waits else 'undone'}")


def _guard(request: Request) -> PersonalGuard:
    with transaction(request) as connection:
        return personal_guard(request, connection)


def _decide(request: Request, decision: Decision, flash: str, next_path: str = "/review") -> Response:
    try:
        with get_context(request).engine.connect() as connection:
            decision(connection, _proposal_number(request))
    except ModerationError as exc:
        return render_proposal(request, status=409, error=message_for(exc))
    return redirect_to(f"{next_path}?told={flash}")


def _require(request: Request, allowed: Callable[[ProposalDetail], bool]) -> ProposalDetail:
    """Return the proposal that the URL names; raise HTTPException 403 if the user may not do this with it."""
    with transaction(request) as connection:
        detail = _find_proposal(request, connection)
    if not allowed(detail):
        raise HTTPException(403)
    return detail


PAGES: Final = (
    Page("/review", show_queue, Permission.DECIDE),
    Page("/review/{number}", show_proposal, Permission.READ),
    Page("/review/{number}/publish", publish, Permission.DECIDE, method="POST"),
    Page("/review/{number}/decline", decline, Permission.DECIDE, method="POST"),
    Page("/review/{number}/withdraw", withdraw, Permission.PROPOSE, method="POST"),
    Page("/review/{number}/undo", undo, Permission.DECIDE, method="POST"),
)
