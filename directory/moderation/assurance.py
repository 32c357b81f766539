"""The verification mark of an entry: who sets it, and which changes clear it.

The danger is this mark on a number that nobody ever called.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection

from directory.moderation.changes import Change, insert_change, load_row, update_change
from directory.moderation.owners import affected_services, find_owners
from directory.moderation.values import clean_text

PHONE_ROUTING_FIELDS: Final = frozenset(
    {"number", "extension", "type", "service_id", "organization_id", "location_id", "contact_id"}
)
"""The fields of a phone that decide who answers it and what it can do."""
_UNVERIFIED: Final = dict.fromkeys(("verified_by", "verified_at", "method"))


class VerificationMethod(StrEnum):
    """How an entry was verified."""

    CALLED = "called"
    VISITED = "visited"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Verification:
    """Who verified an entry, and how: `by` is a role and an organization, never a person's name."""

    by: str
    method: VerificationMethod


def verification_changes(
    connection: Connection,
    changes: Sequence[Change],
    services: Iterable[str],
    verification: Verification | None,
    now: datetime,
) -> Iterator[Change]:
    """Yield the changes of verification marks that follow from other changes.

    A change of who answers a phone clears the mark of each service that gives out the number. Other changes keep it,
    since a reviewer has read them. A `verification` marks these `services` as verified now.
    """
    phones = [
        change for change in changes if change.table == "phone" and not PHONE_ROUTING_FIELDS.isdisjoint(change.new)
    ]
    affected = affected_services(connection, find_owners(connection, phones, changes)) if phones else ()
    marks = dict.fromkeys(affected, _UNVERIFIED)
    if verification:
        marks |= dict.fromkeys(services, verification_values(verification, now))
    for service, values in marks.items():
        yield from change_verification(connection, service, values)


def verification_values(verification: Verification, now: datetime) -> dict[str, Any]:
    """Return the values of a verification mark.

    Raises:
        BadEditError: `by` is too long or holds characters that no text may hold.
    """
    by = clean_text("assurance", "verified_by", verification.by)
    return {"verified_by": by, "verified_at": now, "method": verification.method.value}


def change_verification(connection: Connection, service: str, values: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the change of a service's verification mark, if there is one."""
    current = load_row(connection, "assurance", (service,))
    if current is not None:
        change = update_change("assurance", (service,), current, values)
        yield from [change] if change else []
    elif load_row(connection, "service", (service,)) is not None:
        yield insert_change("assurance", (service,), {**values, "service_id": service})
