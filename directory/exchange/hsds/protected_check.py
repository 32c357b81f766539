"""Refuse rows that say in public what is protected of their own service or place.

The danger is a street in a description, or the number of a shelter among its phones. What stood there before
is left to people: a file that only repeats it makes nothing worse.
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection

from directory.domain.withheld import HOLDS_PROTECTED, IsProtected
from directory.exchange.hsds.affected_entries import Touched
from directory.exchange.hsds.defaults import DERIVED
from directory.exchange.hsds.diff import Difference
from directory.exchange.hsds.package import COLUMNS, Package, Row
from directory.exchange.hsds.plan import Plan

_LINK: Final = ("id", "_id")


def refuse_protected(connection: Connection, package: Package, plan: Plan, is_protected: IsProtected | None) -> None:
    """Note a fault for each new value that holds something protected; the fault names its place, never the value."""
    if is_protected is None:
        return
    for table, difference in plan.differences.items():
        for row, name, value in _new_values(table, difference):
            # Whose a row is takes long to find out, and hardly any value holds what is protected of anybody.
            if is_protected(value, None) and is_protected(value, _owners(connection, package, table, row)):
                package.fault(table, row, name, *HOLDS_PROTECTED)


def _new_values(table: str, difference: Difference) -> Iterator[tuple[Row, str, str]]:
    fields = [(place, name) for place, name in enumerate(COLUMNS[table]) if not name.endswith(_LINK)]
    before: tuple[Any, ...] | None
    for row, before in [*((row, None) for row in difference.new.values()), *difference.changed.values()]:
        # What we derived says nothing that the file does not say itself.
        for place, name in fields if row[-1] != DERIVED else ():
            value = row[place]
            if isinstance(value, str | float) and (before is None or value != before[place]):
                yield row, name, str(value)


def _owners(connection: Connection, package: Package, table: str, row: Row) -> set[str]:
    touched = Touched(package)
    touched.row(table, row)
    return touched.services(connection) | touched.of["location"]
