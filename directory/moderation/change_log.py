"""The public change log: HSDS `metadata`, one row per changed field.

The danger is what it gives away, for it is exported. So it names a role or an organization and never a person, does not
say who verified an entry, and leaves out values that are protected by now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert

from directory.domain.protection import PersonalGuard, withheld_locations
from directory.hsds.schema import STANDARD
from directory.models import Metadata
from directory.moderation.changes import Change, load_row
from directory.moderation.edits import Action, new_id
from directory.moderation.owners import Owners

STAFF: Final = "staff"
"""Who changed the directory, as far as the public may know it: a role, or the name of an organization."""
_PRIVATE_FIELDS: Final = frozenset({"verified_by"})
_COORDINATES: Final = frozenset({"latitude", "longitude"})


@dataclass(frozen=True, slots=True)
class PublicationContext:
    """The conditions of a publication: how long a verification counts, what is protected, the time, and the author.

    `updated_by` is named in the public change log.
    """

    stale_after: timedelta
    guard: PersonalGuard | None
    now: datetime
    updated_by: str = STAFF


def write_change_log(
    connection: Connection, changes: Sequence[Change], owners: Owners, context: PublicationContext
) -> None:
    """Log changes that were applied.

    Changes of our own tables and of removed rows have no HSDS row to refer to. They are logged for the owning service,
    organization or location, with the table before the field: "phone.number".
    """
    withheld = withheld_locations(connection)
    when = context.now.astimezone(UTC).isoformat(timespec="milliseconds")
    rows = []
    for change in changes:
        resource = _resource(connection, change, owners)
        hides_point = change.table == "location" and change.key[0] in withheld
        for name in change.new if resource else ():
            if name == "id" or name in _PRIVATE_FIELDS or (hides_point and name in _COORDINATES):
                continue
            old, new = (_public_text(value, context.guard) for value in (change.old[name], change.new[name]))
            rows.append(
                {
                    "id": new_id(),
                    "resource_type": resource[0],
                    "resource_id": resource[1],
                    "last_action_type": change.action.value,
                    "field_name": name if resource[2] else f"{change.table}.{name}",
                    "previous_value": old,
                    "replacement_value": new,
                    "last_action_date": when,
                    "updated_by": context.updated_by,
                }
            )
    if rows:
        connection.execute(insert(Metadata), rows)


def _resource(connection: Connection, change: Change, owners: Owners) -> Any:
    """Return (table, id, whether it is the changed row itself) of the row that a change is logged for, or None."""
    if change.table in STANDARD and change.action is not Action.DELETE:
        return change.table, change.key[0], True
    for table, ids in (
        ("service", owners.services),
        ("organization", owners.organizations),
        ("location", owners.locations),
    ):
        for key in ids:
            if load_row(connection, table, (key,)) is not None:
                return table, key, False
    return None


def _public_text(value: Any, guard: PersonalGuard | None) -> str:
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return "" if guard and guard.is_protected(text) else text
