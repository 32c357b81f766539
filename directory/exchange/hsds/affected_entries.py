"""Which services and organizations a change of rows reaches, upwards along the links."""

from collections.abc import Container, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from directory.exchange.hsds.package import COLUMNS, POSITIONS, Package, Row
from directory.exchange.hsds.stored_rows import select

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


class Touched:
    """Collects the ids of what changed: services, organizations, and places that are not in the package."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.of: dict[str, set[str]] = {"service": set(), "organization": set(), "location": set()}
        self._ups = {
            table: [(place, _UP[name]) for name, place in places.items() if name in _UP]
            for table, places in POSITIONS.items()
        }
        self._old: set[str] | None = None

    def row(self, table: str, values: Row | tuple[Any, ...], key: str | None = None) -> None:
        """Follow the links of a row upwards."""
        if table in self.of:
            self.of[table].add(key or values[0])
        if table in _ENDS:
            return
        for place, owner in self._ups[table]:
            if values[place] is not None:
                self._up(owner, values[place])

    def new_rows(self, table: str, new: Mapping[str, Mapping[Any, Row]]) -> None:
        """Follow the links of the new rows of a table; `new` are those of all tables.

        In a large package nearly all hangs on what is new itself: those ways end where those of their owners end.
        """
        rows = new[table].values()
        if table in _ENDS:
            self.of[table].update(new[table])
            return
        for place, owner in self._ups[table]:
            first, *others = (owner,) if owner else _ANY
            known = {row[place] for row in rows if row[place] not in new[first]} - {None}
            for name in others:
                known = {key for key in known if key not in new[name]}
            for key in known | (set() if owner else self._shared(rows, place, new)):
                self._up(owner, key)

    def _shared(self, rows: Iterable[Row], place: int, new: Mapping[str, Container[Any]]) -> set[str]:
        """Return links that may lead to a row that is not new: nobody forbids two tables to have the same id."""
        if self._old is None:
            tables = ((self._package.rows[name], new[name]) for name in _ANY)
            self._old = {key for known, fresh in tables for key in known if key not in fresh}
        return {row[place] for row in rows if row[place] in self._old} if self._old else set()

    def links(self, table: str, links: Mapping[str, Any]) -> None:
        """Follow the links of a row of which only these are known."""
        self.row(table, tuple(links.get(name) for name in COLUMNS[table]))

    def services(self, connection: Connection) -> set[str]:
        """Return the services that are touched, also through their organizations and places."""
        found = set(self.of["service"])
        for column, statement in (
            ("organization", "SELECT id FROM service WHERE organization_id {ids}"),
            ("location", "SELECT service_id FROM service_at_location WHERE location_id {ids}"),
        ):
            ids = sorted(self.of[column])
            found.update(row[0] for row in select(connection, statement, ids))
        return found

    def _up(self, owner: str, key: str) -> None:
        if owner in self.of:
            self.of[owner].add(key)
        elif owner:
            self._through(owner, key)
        else:
            for name in self._owners(key):
                self._up(name, key)

    def _through(self, owner: str, key: str) -> None:
        row = self._package.rows[owner].get(key)
        if row is not None:
            self.row(owner, row)

    def _owners(self, key: str) -> Iterable[str]:
        return [name for name in _ANY if key in self._package.rows[name]]
