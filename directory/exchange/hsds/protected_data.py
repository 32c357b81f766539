"""Keep protected data out of an import: addresses and points of protected places, and texts that publish them.

The danger is an old file of a partner with the address and the point that staff removed: importing it again would
silently restore them. The same holds for a street in a description, or the number of a shelter among its phones. Values
that are already stored are left to staff: a file that only repeats them makes nothing worse.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from directory.domain.protection import HOLDS_PROTECTED, IsProtected, services_at_withheld, withheld_locations
from directory.exchange.hsds.defaults import DERIVED
from directory.exchange.hsds.diff import TableDiff
from directory.exchange.hsds.links import existing_ids
from directory.exchange.hsds.package import COLUMNS, POSITIONS, Key, Package, Row

_POINT: Final = ("latitude", "longitude")
_DEPENDENT_COLUMNS: Final = {
    "attribute": "link_id",
    "metadata": "resource_id",
    "translation": "entity_id",
    "provenance": "entity_id",
}
_LINK_SUFFIXES: Final = ("id", "_id")
_HINT: Final = "Ask the staff for protected places whether it may be public again."
_NEW_PLACE: Final = "Its service has a protected place, and this is the address of a place that is new here."


def drop_withheld(connection: Connection, package: Package) -> None:
    """Drop the addresses and points of protected places, with their history, and warn of each."""
    withheld = withheld_locations(connection)
    if withheld:
        _drop_points(package, withheld)
        _drop_addresses(package, withheld)
        _warn_of_new_places(connection, package)


def report_protected(
    package: Package, diffs: Mapping[str, TableDiff], is_protected: IsProtected | None, *, accepted: bool
) -> None:
    """Report each new value that holds protected data, by its place and never the value: an error unless accepted."""
    if is_protected is None:
        return
    report = package.add_protected if accepted else package.add_error
    for table, diff in diffs.items():
        for row, name, value in _new_values(table, diff):
            if is_protected(value):
                report(table, row, name, *HOLDS_PROTECTED)


def _drop_points(package: Package, withheld: Container[str]) -> None:
    places = [POSITIONS["location"][name] for name in _POINT]
    for key, row in package.rows["location"].items():
        if key in withheld and any(row[place] is not None for place in places):
            package.add_warning("location", row, "latitude", "This place is protected: its point is left out.", _HINT)
            for place in places:
                row[place] = None
    resource, field = POSITIONS["metadata"]["resource_id"], POSITIONS["metadata"]["field_name"]
    history = package.rows["metadata"].items()
    _drop_rows(package, {key for key, row in history if row[resource] in withheld and row[field] in _POINT}, "metadata")


def _drop_addresses(package: Package, withheld: Container[str]) -> None:
    place = POSITIONS["address"]["location_id"]
    addresses = {key: row for key, row in package.rows["address"].items() if row[place] in withheld}
    for row in addresses.values():
        package.add_warning("address", row, None, "The place of this address is protected: it is left out.", _HINT)
    _drop_rows(package, set(addresses), "address")


def _warn_of_new_places(connection: Connection, package: Package) -> None:
    """Warn of new places with an address of a service that has a protected place: it may be the same place."""
    links = package.rows["service_at_location"].values()
    service, location = (POSITIONS["service_at_location"][name] for name in ("service_id", "location_id"))
    guarded = services_at_withheld(connection, {row[service] for row in links})
    places = {row[location] for row in links if row[service] in guarded} - {None}
    new = places - existing_ids(connection, "location", places)
    place = POSITIONS["address"]["location_id"]
    for row in package.rows["address"].values() if new else ():
        if row[place] in new:
            package.add_warning(
                "address", row, None, _NEW_PLACE, "If it is the same place, take it out and protect it."
            )


def _drop_rows(package: Package, ids: set[Key], table: str) -> None:
    """Drop rows, and everything that depends on them."""
    for key in ids:
        package.rows[table].pop(key, None)
    for dependent, column in _DEPENDENT_COLUMNS.items() if ids else ():
        place = POSITIONS[dependent][column]
        _drop_rows(package, {key for key, row in package.rows[dependent].items() if row[place] in ids}, dependent)


def _new_values(table: str, diff: TableDiff) -> Iterator[tuple[Row, str, str]]:
    fields = [(place, name) for place, name in enumerate(COLUMNS[table]) if not name.endswith(_LINK_SUFFIXES)]
    before: tuple[Any, ...] | None
    for row, before in [*((row, None) for row in diff.new.values()), *diff.changed.values()]:
        # Derived rows contain nothing that the file does not.
        for place, name in fields if row[-1] != DERIVED else ():
            value = row[place]
            if isinstance(value, str | float) and (before is None or value != before[place]):
                yield row, name, str(value)
