"""Write the public history of changes: HSDS `metadata`, one row a field.

The danger is what this history gives away: it is exported. So it names a role or an organization and never a person, it
does not say who checked an entry, and what is protected by now is left out of it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any, Final

from sqlalchemy import Connection, insert

from directory.domain.withheld import IsProtected, withheld_locations
from directory.hsds.schema import STANDARD
from directory.models import Metadata
from directory.moderation.changes import Change, stored_row
from directory.moderation.context import Terms
from directory.moderation.edits import Action, new_id
from directory.moderation.owners import Owners
from directory.moderation.redaction_guard import guarded_by

_SILENT: Final = frozenset({"verified_by"})
_POINT: Final = frozenset({"latitude", "longitude"})


def note(connection: Connection, changes: Sequence[Change], owners: Owners, terms: Terms) -> None:
    """Write the history of changes that were carried out.

    What has no row of the standard to stand at, because it is ours or gone, stands at its service or organization
    with the table before the field: "phone.number".
    """
    withheld = withheld_locations(connection)
    guarded = guarded_by(connection, owners)
    when = terms.now.astimezone(UTC).isoformat(timespec="milliseconds")
    rows = []
    for change in changes:
        place = _place(connection, change, owners)
        hidden = change.table == "location" and change.key[0] in withheld
        for name, old, new in _fields(change) if place else ():
            if name in _SILENT or (hidden and name in _POINT):
                continue
            said = [_shown(value, guarded, terms.is_protected) for value in (old, new)]
            field = name if place and place[2] else f"{change.table}.{name}"
            rows.append(
                _row(place, change.action, field, said) | {"last_action_date": when, "updated_by": terms.updated_by}
            )
    if rows:
        connection.execute(insert(Metadata), rows)


def _row(place: Any, action: Action, field: str, said: Sequence[str]) -> dict[str, str]:
    return {
        "id": new_id(),
        "resource_type": place[0],
        "resource_id": place[1],
        "last_action_type": action.value,
        "field_name": field,
        "previous_value": said[0],
        "replacement_value": said[1],
    }


def _place(connection: Connection, change: Change, owners: Owners) -> tuple[str, str, bool] | None:
    """Return the row at which a change is noted, and whether it is the row that changed."""
    if change.table in STANDARD and change.action is not Action.DELETE:
        return change.table, change.key[0], True
    for table, ids in (
        ("service", owners.services),
        ("organization", owners.organizations),
        ("location", owners.locations),
    ):
        for one in ids:
            if stored_row(connection, table, (one,)) is not None:
                return table, one, False
    return None


def _fields(change: Change) -> Iterator[tuple[str, Any, Any]]:
    """Yield the fields with what they were and are; the id of a row says nothing to a reader."""
    for name in change.new:
        if name != "id":
            yield name, change.old[name], change.new[name]


def _shown(value: Any, guarded: set[str], is_protected: IsProtected | None) -> str:
    shown = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return "" if is_protected and is_protected(shown, None) and is_protected(shown, guarded) else shown
