"""Whose a row is: the services, organizations and places that a change concerns, upwards along the links."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.models import Service, ServiceAtLocation
from directory.moderation.changes import Change, Values
from directory.moderation.edits import Action
from directory.moderation.projected_rows import Rows

_UP: Final = {
    "organization_id": "organization",
    "service_id": "service",
    "location_id": "location",
    "service_at_location_id": "service_at_location",
    "contact_id": "contact",
    "phone_id": "phone",
    "schedule_id": "schedule",
}
_ANY: Final = frozenset({"link_id", "entity_id"})
"""Links to a row of any table."""
_TABLES: Final = (
    "service",
    "organization",
    "location",
    "service_at_location",
    "contact",
    "phone",
    "schedule",
    "program",
    "address",
    "accessibility",
    "service_area",
    "cost_option",
    "required_document",
    "funding",
    "url",
    "language",
)
"""The tables whose rows may be translated or classified."""
_NOT_UP: Final = {"service_at_location": "location_id"}
"""Links that say what is used, not whose a row is."""
_BETWEEN: Final = frozenset({"service", "location", "program"})
"""What is said of these is not said of their organization."""


@dataclass(slots=True)
class Owners:
    """Ids, in the order in which they were met; `speaking` are organizations of which something itself is said."""

    services: dict[str, None] = field(default_factory=dict)
    organizations: dict[str, None] = field(default_factory=dict)
    locations: dict[str, None] = field(default_factory=dict)
    programs: dict[str, None] = field(default_factory=dict)
    speaking: dict[str, None] = field(default_factory=dict)

    def meet(self, table: str, key: str, *, own: bool) -> None:
        """Note an owner; `own` tells whether something of itself is said."""
        of = {
            "service": self.services,
            "organization": self.organizations,
            "location": self.locations,
            "program": self.programs,
        }
        of.get(table, {})[key] = None
        if own and table == "organization":
            self.speaking[key] = None


def owners_of(connection: Connection, changes: Iterable[Change], among: Iterable[Change] | None = None) -> Owners:
    """Return whose the rows are, before the changes and after them, whether or not they are carried out.

    `among` are all changes that are made together, where these are only some of them.
    """
    known = list(changes)
    together = known if among is None else list(among)
    gone = [one.back() for one in together if one.action is Action.DELETE]
    found = Owners()
    for rows in (Rows(connection), Rows(connection, together), Rows(connection, gone)):
        for one in known:
            row = rows.read(one.table, one.key)
            # What goes is not there afterwards, and what is made not before.
            said = one.old if one.action is Action.DELETE else one.new
            climb(rows, found, one.table, one.key[0], row or said)
    return found


def climb(rows: Rows, found: Owners, table: str, key: str, row: Values, *, own: bool = True) -> None:  # noqa: PLR0913
    """Follow the links of a row up to its services, organizations and places."""
    found.meet(table, key, own=own)
    own = own and table not in _BETWEEN
    for column, target in row.items():
        if target is None or column == _NOT_UP.get(table):
            continue
        for name in _TABLES if column in _ANY else filter(None, [_UP.get(column)]):
            above = rows.read(name, (target,))
            if above is not None:
                climb(rows, found, name, target, above, own=own)
                break


def reached(connection: Connection, owners: Owners) -> list[str]:
    """Return all services that say something else when these owners do: those of the organizations and places too."""
    found = dict(owners.services)
    for column, key, these in (
        (col(Service.organization_id), col(Service.id), owners.speaking),
        (col(Service.program_id), col(Service.id), owners.programs),
        (col(ServiceAtLocation.location_id), col(ServiceAtLocation.service_id), owners.locations),
    ):
        if these:
            found |= dict.fromkeys(sorted(connection.scalars(select(key).where(column.in_(list(these))))))
    return list(found)
