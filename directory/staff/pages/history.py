"""What was done with an entry: who, when, why, and each field before and after."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from directory.moderation import Past, facts_of_service, history, may_decide, may_propose
from directory.moderation.diff import FieldRead
from directory.staff.context import desk, signed_in
from directory.staff.pagination import fitting, leaf, offset_of
from directory.staff.permissions import May, is_allowed
from directory.staff.proposals.field_diff import shown
from directory.staff.proposals.summaries import listed
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.service_entry.access import entry_asked_for
from directory.staff.service_entry.labels import checked

_PAST: Final = 10


def past(request: Request) -> Response:
    """Show what was done with an entry, newest first."""
    entry, person = entry_asked_for(request), signed_in(request)
    with desk(request).engine.connect() as connection, connection.begin():
        facts = facts_of_service(connection, entry.id)
        # What was declined was never public, and may name what must not be: it is for who keeps the entry.
        every = may_propose(person, facts)
        some = history(connection, entry.id, declined=every, offset=offset_of(request, _PAST), limit=_PAST + 1)
        these, has_later = fitting(some, _PAST)
        told = listed(connection, [one.proposal for one in these])
        rows = [(shown(connection, _fields(one)), _check(one)) for one in these]
        decides = is_allowed(person, May.DECIDE) and may_decide(person, facts)
    here = leaf(request, has_later=has_later)
    steps = [(step, *seen) for step, seen in zip(told, rows, strict=True)]
    return render(request, "entry/history.html", entry=entry, steps=steps, leaf=here, decides=decides)


def _fields(one: Past) -> list[FieldRead]:
    return [
        FieldRead(change.action, change.table, change.key, name, change.old[name], new, now=None, conflicts=False)
        for change in one.changes
        for name, new in change.new.items()
    ]


def _check(one: Past) -> str:
    """Return that the entry was checked, and how; "" for a step that was no check, or took one back."""
    noted = [change.new for change in one.changes if change.table == "assurance" and change.new.get("verified_at")]
    if not noted or one.proposal.undoes is not None:
        return ""
    # A check in the same way as the one before leaves the way as it was.
    return checked(noted[0].get("method"))


PAGES: Final = (Page("/services/{service_id}/history", past, May.READ),)
