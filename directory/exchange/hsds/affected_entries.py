"""Find the services and organizations that a change of rows affects, by following links upwards."""

from collections.abc import Container, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from directory.exchange.hsds.package import COLUMNS, POSITIONS, Package, Row
from directory.exchange.hsds.sql import select_rows

_UP: Final = {
    "service_id": "service",
    "organization_id": "organization",
    "location_id": "location",
    "service_at_location_id": "service_at_location",
    "contact_id": "contact",
    "phone_id": "phone",
    "schedule_id": "schedule",
    "link_id": "",
    "resource_id": "",
    "entity_id": "",
}
_ANY: Final = ("service", "organization", "location", "service_at_location", "contact", "phone", "schedule")
_ENDS: Final = frozenset({"service", "organization"})


class AffectedEntries:
    """Collects the ids of affected services, organizations, and locations that are not in the package."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.ids: dict[str, set[str]] = {"service": set(), "organization": set(), "location": set()}
        self._ups = {
            table: [(place, _UP[name]) for name, place in places.items() if name in _UP]
            for table, places in POSITIONS.items()
        }
        self._old: set[str] | None = None

    def add_row(self, table: str, values: Row | tuple[Any, ...], key: str | None = None) -> None:
        """Add the owners of a row."""
        if table in self.ids:
            self.ids[table].add(key or values[0])
        if table in _ENDS:
            return
        for place, owner in self._ups[table]:
            if values[place] is not None:
                self._up(owner, values[place])

    def add_new_rows(self, table: str, new: Mapping[str, Mapping[Any, Row]]) -> None:
        """Add the owners of the new rows of a table; `new` holds the new rows of all tables.

        In a large package nearly all owners are new themselves, and are skipped: their own links cover them.
        """
        rows = new[table].values()
        if table in _ENDS:
            self.ids[table].update(new[table])
            return
        for place, owner in self._ups[table]:
            first, *others = (owner,) if owner else _ANY
            known = {row[place] for row in rows if row[place] not in new[first]} - {None}
            for table_name in others:
                known = {key for key in known if key not in new[table_name]}
            for key in known | (set() if owner else self._shared(rows, place, new)):
                self._up(owner, key)

    def _shared(self, rows: Iterable[Row], place: int, new: Mapping[str, Container[Any]]) -> set[str]:
        """Return links that may lead to a row that is not new: two tables may have the same id."""
        if self._old is None:
            tables = ((self._package.rows[name], new[name]) for name in _ANY)
            self._old = {key for known, fresh in tables for key in known if key not in fresh}
        return {row[place] for row in rows if row[place] in self._old} if self._old else set()

    def add_links(self, table: str, links: Mapping[str, Any]) -> None:
        """Add the owners of a row of which only the links are known."""
        self.add_row(table, tuple(links.get(name) for name in COLUMNS[table]))

    def service_ids(self, connection: Connection) -> set[str]:
        """Return the affected services, including those of affected organizations and locations."""
        services = set(self.ids["service"])
        for column, query in (
            ("organization", "SELECT id FROM service WHERE organization_id {ids}"),
            ("location", "SELECT service_id FROM service_at_location WHERE location_id {ids}"),
        ):
            ids = sorted(self.ids[column])
            services.update(row[0] for row in select_rows(connection, query, ids))
        return services

    def _up(self, owner: str, key: str) -> None:
        if owner in self.ids:
            self.ids[owner].add(key)
        elif owner:
            self._through(owner, key)
        else:
            for name in self._owners(key):
                self._up(name, key)

    def _through(self, owner: str, key: str) -> None:
        row = self._package.rows[owner].get(key)
        if row is not None:
            self.add_row(owner, row)

    def _owners(self, key: str) -> Iterable[str]:
        return [name for name in _ANY if key in self._package.rows[name]]
