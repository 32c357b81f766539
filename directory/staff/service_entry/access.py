"""The entry that a page is asked for, whether somebody may change it, and the one proposal that its forms make."""

from collections.abc import Sequence
from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.moderation import Edit, NothingChangesError, ReviewError, facts_of_service, may_propose, propose
from directory.staff.context import desk, field_of, posted, signed_in
from directory.staff.error_messages import sentence_of
from directory.staff.permissions import May, is_allowed
from directory.staff.redaction_guard import guard_of
from directory.staff.routes import goes_to
from directory.staff.service_entry.loader import Entry, read_entry


def entry_asked_for(request: Request) -> Entry:
    """Return the entry that the address names; raises HTTPException 404 where there is none."""
    with desk(request).engine.connect() as connection, connection.begin():
        entry = read_entry(connection, request.path_params["service_id"])
    if entry is None:
        raise HTTPException(404)
    return entry


def may_change(request: Request, entry: Entry) -> bool:
    """Tell whether who asks may propose a change of the entry."""
    person = signed_in(request)
    with desk(request).engine.connect() as connection, connection.begin():
        return is_allowed(person, May.PROPOSE) and may_propose(person, facts_of_service(connection, entry.id))


def entry_to_change(request: Request) -> Entry:
    """Return the entry that the address names; raises HTTPException 404, and 403 for who may not change it."""
    entry = entry_asked_for(request)
    if not may_change(request, entry):
        raise HTTPException(403)
    return entry


def texts_of(request: Request, name: str) -> list[str]:
    """Return what was posted of a field that may have many values, without empty ones."""
    return [one for one in posted(request).getlist(name) if isinstance(one, str) and one]


def put_forward(request: Request, entry: Entry, edits: Sequence[Edit]) -> Response | str:
    """Propose edits with the reason that was posted; return where the browser goes, or the sentence why not."""
    where = f"/services/{entry.id}"
    reason, now = field_of(request, "reason"), datetime.now(UTC)
    try:
        with desk(request).engine.connect() as connection:
            author = signed_in(request).account_id
            propose(connection, author, edits, reason, is_protected=guard_of(request), now=now)
    except NothingChangesError:
        return goes_to(f"{where}?told=nothing")
    except ReviewError as refused:
        return sentence_of(refused)
    return goes_to(f"{where}?told=proposed")
