"""The mark of a checked entry: who gives it, and what takes it away.

The danger is this mark on a number that nobody ever rang.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection

from directory.moderation.changes import Change, creation, stored_row, update
from directory.moderation.owners import owners_of, reached
from directory.moderation.values import text

RINGS: Final = frozenset({"number", "extension", "type", "service_id", "organization_id", "location_id", "contact_id"})
"""What of a phone decides who answers, and what it can do."""
_NOBODY: Final = dict.fromkeys(("verified_by", "verified_at", "method"))


class Method(StrEnum):
    """How an entry was checked."""

    CALLED = "called"
    VISITED = "visited"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Check:
    """Who checked an entry, and how: `by` is a role and an organization, never a person's name."""

    by: str
    method: Method


def of_checks(
    connection: Connection, changes: Sequence[Change], named: Iterable[str], check: Check | None, now: datetime
) -> Iterator[Change]:
    """Yield how marks of checked entries change.

    A change of who answers a phone ends the mark of each service that gives out the number; other changes leave it, for
    a reviewer has read them. Whoever has called there and publishes with a `check` marks the `named` services anew.
    """
    rung = [one for one in changes if one.table == "phone" and not RINGS.isdisjoint(one.new)]
    marks = dict.fromkeys(reached(connection, owners_of(connection, rung, changes)) if rung else (), _NOBODY)
    if check:
        marks |= dict.fromkeys(named, mark_of(check, now))
    for service, values in marks.items():
        yield from marked(connection, service, values)


def mark_of(check: Check, now: datetime) -> dict[str, Any]:
    """Return the values of the mark that a check gives.

    Raises:
        BadEditError: who checked is too long or holds signs that no text may hold.
    """
    by = text("assurance", "verified_by", check.by)
    return {"verified_by": by, "verified_at": now, "method": check.method.value}


def marked(connection: Connection, service: str, values: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the change of the mark of a service, if it is another."""
    known = stored_row(connection, "assurance", (service,))
    if known is not None:
        changed = update("assurance", (service,), known, values)
        yield from [changed] if changed else []
    elif stored_row(connection, "service", (service,)) is not None:
        yield creation("assurance", (service,), {**values, "service_id": service})
