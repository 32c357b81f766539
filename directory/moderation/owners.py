"""Owners of a row: the services, organizations and locations that a change affects, found upwards along the links."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.models import Service, ServiceAtLocation
from directory.moderation.changes import Change, ProjectedRows, Values
from directory.moderation.edits import Action

_PARENT_LINKS: Final = {
    "organization_id": "organization",
    "service_id": "service",
    "location_id": "location",
    "service_at_location_id": "service_at_location",
    "contact_id": "contact",
    "phone_id": "phone",
    "schedule_id": "schedule",
}
_GENERIC_LINKS: Final = frozenset({"link_id", "entity_id"})
"""Links to a row of any table."""
_LINKABLE_TABLES: Final = (
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
_NOT_OWNERS: Final = {"service_at_location": "location_id"}
"""Links that say what a row uses, not who owns it."""
_OWN_ENTRIES: Final = frozenset({"service", "location", "program"})
"""A change below these does not describe their organization."""


@dataclass(slots=True)
class Owners:
    """Ids in the order in which they were found; `described_organizations` are those that a change itself describes."""

    services: dict[str, None] = field(default_factory=dict)
    organizations: dict[str, None] = field(default_factory=dict)
    locations: dict[str, None] = field(default_factory=dict)
    programs: dict[str, None] = field(default_factory=dict)
    described_organizations: dict[str, None] = field(default_factory=dict)

    def add(self, table: str, key: str, *, is_described: bool) -> None:
        """Add an owner; `is_described` says whether the change describes the owner itself."""
        ids = {
            "service": self.services,
            "organization": self.organizations,
            "location": self.locations,
            "program": self.programs,
        }
        ids.get(table, {})[key] = None
        if is_described and table == "organization":
            self.described_organizations[key] = None


def find_owners(connection: Connection, changes: Iterable[Change], among: Iterable[Change] | None = None) -> Owners:
    """Return the owners of changed rows, before and after the changes, whether or not these are applied.

    `among` are all changes that are made together, if `changes` are only some of them.
    """
    selected = list(changes)
    together = selected if among is None else list(among)
    restored = [change.inverse() for change in together if change.action is Action.DELETE]
    owners = Owners()
    for rows in (ProjectedRows(connection), ProjectedRows(connection, together), ProjectedRows(connection, restored)):
        for change in selected:
            row = rows.get(change.table, change.key)
            # A removed row does not exist afterwards, and a created one not before.
            values = change.old if change.action is Action.DELETE else change.new
            collect_owners(rows, owners, change.table, change.key[0], row or values)
    return owners


def collect_owners(  # noqa: PLR0913 - the state of a recursion
    rows: ProjectedRows, owners: Owners, table: str, key: str, row: Values, *, is_described: bool = True
) -> None:
    """Follow the links of a row up to its services, organizations and locations."""
    owners.add(table, key, is_described=is_described)
    is_described = is_described and table not in _OWN_ENTRIES
    for column, target in row.items():
        if target is None or column == _NOT_OWNERS.get(table):
            continue
        for name in _LINKABLE_TABLES if column in _GENERIC_LINKS else filter(None, [_PARENT_LINKS.get(column)]):
            parent = rows.get(name, (target,))
            if parent is not None:
                collect_owners(rows, owners, name, target, parent, is_described=is_described)
                break


def affected_services(connection: Connection, owners: Owners) -> list[str]:
    """Return all services whose text changes with these owners: those of described organizations and locations too."""
    services = dict(owners.services)
    for column, key, ids in (
        (col(Service.organization_id), col(Service.id), owners.described_organizations),
        (col(Service.program_id), col(Service.id), owners.programs),
        (col(ServiceAtLocation.location_id), col(ServiceAtLocation.service_id), owners.locations),
    ):
        if ids:
            services |= dict.fromkeys(sorted(connection.scalars(select(key).where(column.in_(list(ids))))))
    return list(services)
