"""Check that every link leads somewhere.

A link to a row that is neither in the file nor in the directory is refused, or, when asked for, kept aside:
it becomes a link when that row arrives, and is written out again as it came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from directory.exchange.hsds.cycle_check import refuse_circles
from directory.exchange.hsds.diff import Difference
from directory.exchange.hsds.package import POSITIONS, Package, Row, key_of, spoken
from directory.exchange.hsds.stored_rows import change, select
from directory.hsds.schema import LINKS, OURS, STANDARD, TABLES, stored_table

_FREE: Final = {
    "attribute": ("link_id", "link_entity"),
    "metadata": ("resource_id", "resource_type"),
    "translation": ("entity_id", None),
    "provenance": ("entity_id", None),
}
"""Links to a row of any table, and the column that names the table."""
_OWNERS: Final = (
    ("service", "organization_id", "Nobody answers for this service: it has no organization."),
    ("service_at_location", "service_id", "This service at location has no service."),
    ("service_at_location", "location_id", "This service at location has no location."),
)
_MEND: Final = "Send that row with the others, or take the link out."


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A link that leads nowhere yet."""

    table: str
    row: str
    column: str
    target: str


def check_links(connection: Connection, package: Package, *, keep_unresolved: bool) -> list[Unresolved]:
    """Note a fault for each link that leads nowhere; with `keep_unresolved`, empty and return those that may."""
    kept: list[Unresolved] = []
    for table, column, what in _OWNERS:
        _refuse_ownerless(package, table, column, what)
    for table in TABLES:
        for link in LINKS[table]:
            kept += _check(connection, package, table, link, keep=keep_unresolved)
        if table in _FREE:
            kept += _check_free(connection, package, table, keep=keep_unresolved and table in STANDARD)
    refuse_circles(connection, package)
    return kept


def _refuse_ownerless(package: Package, table: str, column: str, what: str) -> None:
    """Note a fault for each row without a link that the standard leaves open and we need."""
    place = POSITIONS[table][column]
    for row in package.rows[table].values():
        if row[place] is None:
            package.fault(table, row, column, what, f"Give it its {column}.")


def known_ids(connection: Connection, table: str, ids: Iterable[str]) -> set[str]:
    """Return which of these ids the directory has."""
    wanted = list(ids)
    asked = f'SELECT id FROM "{table}" WHERE id {{ids}}'  # noqa: S608 - our names
    return {row[0] for row in select(connection, asked, wanted)} if wanted else set()


def _check(
    connection: Connection, package: Package, table: str, link: tuple[str, str], *, keep: bool
) -> list[Unresolved]:
    column, target = link
    place, there = POSITIONS[table].get(column), package.rows[target]
    if place is None:
        return []
    lost = {row[place] for row in package.rows[table].values() if row[place] is not None and row[place] not in there}
    lost -= known_ids(connection, target, lost)
    if not lost:
        return []
    needed = table in OURS or not stored_table(table).c[column].nullable
    found = []
    for row in package.rows[table].values():
        if row[place] not in lost:
            continue
        if keep and not needed:
            found.append(Unresolved(table, key_of(table, row), column, row[place]))
            row[place] = None
        else:
            _lead_nowhere(package, table, row, column, f"the {spoken(target)} {row[place]}")
    return found


def _check_free(connection: Connection, package: Package, table: str, *, keep: bool) -> list[Unresolved]:
    """Check links to rows of any table. One that is kept stays in its row too: no database checks it."""
    column, naming = _FREE[table]
    place = POSITIONS[table][column]
    lost = {row[place] for row in package.rows[table].values() if row[place] is not None}
    for other in STANDARD:
        lost = lost - package.rows[other].keys() if lost else lost
    for other in STANDARD:
        lost = lost - known_ids(connection, other, lost) if lost else lost
    found = []
    for row in package.rows[table].values() if lost else ():
        if row[place] in lost and keep:
            found.append(Unresolved(table, key_of(table, row), column, row[place]))
        elif row[place] in lost:
            named = row[POSITIONS[table][naming]] if naming else None
            target = spoken(named) if named in STANDARD else "row"
            _lead_nowhere(package, table, row, column, f"the {target} {row[place]}")
    return found


def _lead_nowhere(package: Package, table: str, row: Row, column: str, target: str) -> None:
    what = f"This {spoken(table)} points at {target}, which is neither here nor in the directory."
    package.fault(table, row, column, what, _MEND)


_ASKED = "SELECT table_name, row_id, column_name, target_id FROM unresolved_reference WHERE target_id {ids}"


def find_resolved(connection: Connection, differences: dict[str, Difference]) -> list[Unresolved]:
    """Return the links of the directory whose other end is among the new rows."""
    if connection.exec_driver_sql("SELECT 1 FROM unresolved_reference LIMIT 1").first() is None:
        return []
    found: list[Unresolved] = []
    for target, difference in differences.items():
        for table, row, column, key in select(connection, _ASKED, list(difference.new)) if difference.new else ():
            if (column, target) in LINKS[table]:
                found.append(Unresolved(table, row, column, key))
    return found


def resolve(connection: Connection, links: Sequence[Unresolved]) -> None:
    """Make them links. A row that the import has just written with another link keeps that one."""
    for one in links:
        kept = (
            f"SELECT target_id FROM unresolved_reference WHERE table_name = '{one.table}'"  # noqa: S608 - our names
            f" AND column_name = '{one.column}' AND row_id = \"{one.table}\".id"
        )
        where = f'"{one.column}" IS NULL AND id {{ids}}'
        link = f'UPDATE "{one.table}" SET "{one.column}" = ({kept}) WHERE {where}'  # noqa: S608 - our names
        change(connection, link, [one.row])
        gone = f"DELETE FROM unresolved_reference WHERE column_name = '{one.column}' AND row_id {{ids}}"  # noqa: S608
        change(connection, gone, [one.row])
