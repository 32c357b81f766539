"""Review: changes that wait, each field by field with old and new side by side."""

from typing import Any, Final

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.moderation import UnknownProposalError, count_waiting, waiting
from directory.staff.context import desk, field_of, signed_in
from directory.staff.i18n import country_name
from directory.staff.labels import label
from directory.staff.pagination import fitting, leaf, offset_of
from directory.staff.permissions import May
from directory.staff.proposals.detail import Opened, number_in, opened
from directory.staff.proposals.field_diff import shown
from directory.staff.proposals.summaries import listed
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.scope_filter import countries_of, whose
from directory.staff.service_entry.phone_check import said_of

_AT_ONCE: Final = 25


def waiting_changes(request: Request) -> Response:
    """Show the changes of others that somebody may decide on, those that have waited longest first."""
    person, country = signed_in(request), request.query_params.get("country") or None
    of = whose(person, country)
    narrowed: Any = {"organization_id": of.organization_id, "countries": of.countries, "but_by": person.account_id}
    with desk(request).engine.connect() as connection, connection.begin():
        found = waiting(connection, **narrowed, offset=offset_of(request, _AT_ONCE), limit=_AT_ONCE + 1)
        proposals, has_later = fitting(found, _AT_ONCE)
        changes, number = listed(connection, proposals), count_waiting(connection, **narrowed)
        countries = sorted(countries_of(connection, person), key=country_name)
    return render(
        request,
        "review.html",
        changes=changes,
        number=number,
        countries=countries,
        country=country,
        leaf=leaf(request, has_later=has_later),
    )


def change(request: Request) -> Response:
    """Show one change."""
    return show(request)


def show(request: Request, *, status: int = 200, wrong: str = "", wrong_reason: str = "") -> Response:
    """Show one change with what is wrong about a decision; what was typed stands there still."""
    with desk(request).engine.connect() as connection, connection.begin():
        one = opened_by(request, connection)
        rows = shown(connection, one.read.fields)
        change = listed(connection, [one.read.proposal])[0]
    stale = [(language, label("", field)) for _, field, language in one.read.makes_stale]
    numbers = [(phone, said_of(phone.number, phone.country, phone.kind)[0]) for phone in one.read.phones]
    return render(
        request,
        "review_change.html",
        status=status,
        change=change,
        opened=one,
        rows=rows,
        numbers=numbers,
        stale=stale,
        wrong=wrong,
        wrong_reason=wrong_reason,
        typed=field_of(request, "reason"),
    )


def opened_by(request: Request, connection: Connection) -> Opened:
    """Return the change of the address.

    Raises:
        HTTPException: 404 where there is none, 403 where it is of others' entries.
    """
    try:
        found = opened(connection, number_of_change(request), signed_in(request))
    except UnknownProposalError:
        raise HTTPException(404) from None
    if not found.reads:
        raise HTTPException(403)
    return found


def number_of_change(request: Request) -> int:
    """Return the number in the address; raise HTTPException 404 for one that no change can have."""
    number = number_in(request.path_params["number"])
    if number is None:
        raise HTTPException(404)
    return number


PAGES: Final = (
    Page("/review", waiting_changes, May.DECIDE),
    Page("/review/{number}", change, May.READ),
)
