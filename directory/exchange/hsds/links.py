"""Check that every link leads somewhere, and that no row is its own ancestor.

A link to a row that is neither in the file nor in the directory is an error or, on request, stored as unresolved: it
becomes a link when that row arrives, and is exported as it came. So an export may hold one; a link that is stored as
unresolved already is accepted without a request.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from directory.exchange.hsds.diff import TableDiff
from directory.exchange.hsds.package import POSITIONS, Package, Row, row_key, table_label
from directory.exchange.hsds.sql import execute, select_rows
from directory.hsds.schema import LINKS, PARENT_COLUMNS, STANDARD, TABLES, database_table

_ANY_TABLE_LINKS: Final = {
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
_HINT: Final = "Send that row with the others, or take the link out."
_HINT_TO_KEEP: Final = (
    "Send that row with the others, take the link out, or import with --keep-unresolved to keep it for later."
)
_KNOWN_QUERY = "SELECT row_id, column_name, target_id FROM unresolved_reference WHERE table_name = "
_UNRESOLVED_QUERY = "SELECT table_name, row_id, column_name, target_id FROM unresolved_reference WHERE target_id {ids}"


@dataclass(frozen=True, slots=True)
class UnresolvedLink:
    """A link to a row that does not exist yet."""

    table: str
    row: str
    column: str
    target: str


def check_links(connection: Connection, package: Package, *, keep_unresolved: bool) -> list[UnresolvedLink]:
    """Add an error for each broken link; empty and return those that may be kept.

    These are the links that the directory has as unresolved already, and with `keep_unresolved` those without which a
    row can be stored.
    """
    unresolved: list[UnresolvedLink] = []
    for table, column, reason in _OWNERS:
        _reject_ownerless(package, table, column, reason)
    for table in TABLES:
        for link in LINKS[table]:
            unresolved += _check(connection, package, table, link, keep=keep_unresolved)
        if table in _ANY_TABLE_LINKS:
            unresolved += _check_any_table(connection, package, table, keep=keep_unresolved)
    _reject_cycles(connection, package)
    return unresolved


def existing_ids(connection: Connection, table: str, ids: Iterable[str]) -> set[str]:
    """Return the ids that the directory has."""
    wanted = list(ids)
    query = f'SELECT id FROM "{table}" WHERE id {{ids}}'  # noqa: S608 - our names
    return {row[0] for row in select_rows(connection, query, wanted)} if wanted else set()


def find_resolved(connection: Connection, diffs: dict[str, TableDiff]) -> list[UnresolvedLink]:
    """Return the unresolved links whose target is among the new rows."""
    if connection.exec_driver_sql("SELECT 1 FROM unresolved_reference LIMIT 1").first() is None:
        return []
    resolved: list[UnresolvedLink] = []
    for target, diff in diffs.items():
        for table, row, column, key in select_rows(connection, _UNRESOLVED_QUERY, list(diff.new)) if diff.new else ():
            if (column, target) in LINKS[table]:
                resolved.append(UnresolvedLink(table, row, column, key))
    return resolved


def restore_links(connection: Connection, links: Sequence[UnresolvedLink]) -> None:
    """Turn unresolved links into links. A row that this import wrote with another link keeps that one."""
    for link in links:
        target = (
            f"SELECT target_id FROM unresolved_reference WHERE table_name = '{link.table}'"  # noqa: S608 - our names
            f" AND column_name = '{link.column}' AND row_id = \"{link.table}\".id"
        )
        where = f'"{link.column}" IS NULL AND id {{ids}}'
        update = f'UPDATE "{link.table}" SET "{link.column}" = ({target}) WHERE {where}'  # noqa: S608 - our names
        execute(connection, update, [link.row])
        delete = f"DELETE FROM unresolved_reference WHERE column_name = '{link.column}' AND row_id {{ids}}"  # noqa: S608 - our names
        execute(connection, delete, [link.row])


def _reject_ownerless(package: Package, table: str, column: str, reason: str) -> None:
    """Add an error for each row without a link that the standard leaves optional and we require."""
    place = POSITIONS[table][column]
    for row in package.rows[table].values():
        if row[place] is None:
            package.add_error(table, row, column, reason, f"Give it its {column}.")


def _check(
    connection: Connection, package: Package, table: str, link: tuple[str, str], *, keep: bool
) -> list[UnresolvedLink]:
    column, target = link
    place, targets = POSITIONS[table].get(column), package.rows[target]
    if place is None:
        return []
    broken = {
        row[place] for row in package.rows[table].values() if row[place] is not None and row[place] not in targets
    }
    broken -= existing_ids(connection, target, broken)
    if not broken:
        return []
    may_keep = table in STANDARD and bool(database_table(table).c[column].nullable)
    known = _known_links(connection, table) if may_keep else frozenset[UnresolvedLink]()
    unresolved = []
    for row in package.rows[table].values():
        if row[place] not in broken:
            continue
        link_to_keep = UnresolvedLink(table, row_key(table, row), column, row[place])
        if (keep and may_keep) or link_to_keep in known:
            unresolved.append(link_to_keep)
            row[place] = None
        else:
            described = f"the {table_label(target)} {row[place]}"
            _report_broken(package, table, row, column, described, may_keep=may_keep)
    return unresolved


def _check_any_table(connection: Connection, package: Package, table: str, *, keep: bool) -> list[UnresolvedLink]:
    """Check links to rows of any table. An unresolved one stays in its row too: no foreign key forbids it."""
    column, table_column = _ANY_TABLE_LINKS[table]
    place = POSITIONS[table][column]
    broken = {row[place] for row in package.rows[table].values() if row[place] is not None}
    for other in STANDARD:
        broken = broken - package.rows[other].keys() if broken else broken
    for other in STANDARD:
        broken = broken - existing_ids(connection, other, broken) if broken else broken
    may_keep = table in STANDARD
    known = _known_links(connection, table) if broken and may_keep else frozenset[UnresolvedLink]()
    unresolved = []
    for row in package.rows[table].values() if broken else ():
        link_to_keep = UnresolvedLink(table, row_key(table, row), column, row[place])
        if row[place] in broken and ((keep and may_keep) or link_to_keep in known):
            unresolved.append(link_to_keep)
        elif row[place] in broken:
            named = row[POSITIONS[table][table_column]] if table_column else None
            target = table_label(named) if named in STANDARD else "row"
            _report_broken(package, table, row, column, f"the {target} {row[place]}", may_keep=may_keep)
    return unresolved


def _known_links(connection: Connection, table: str) -> frozenset[UnresolvedLink]:
    """Return the links of a table that the directory has as unresolved."""
    rows: Any = connection.exec_driver_sql(f"{_KNOWN_QUERY}'{table}'")
    return frozenset(UnresolvedLink(table, *row) for row in rows)


def _report_broken(  # noqa: PLR0913 - what a sentence on a link names
    package: Package, table: str, row: Row, column: str, target: str, *, may_keep: bool
) -> None:
    reason = f"This {table_label(table)} points at {target}, which is neither here nor in the directory."
    package.add_error(table, row, column, reason, _HINT_TO_KEEP if may_keep else _HINT)


def _reject_cycles(connection: Connection, package: Package) -> None:
    """Add an error for each row that is its own ancestor, stored rows included."""
    for table, column in PARENT_COLUMNS.items():
        _reject_table_cycles(connection, package, table, column)


def _reject_table_cycles(connection: Connection, package: Package, table: str, column: str) -> None:
    place = POSITIONS[table][column]
    parents = {key: row[place] for key, row in package.rows[table].items() if row[place] is not None}
    if not parents:
        return
    missing = set(parents.values()) - package.rows[table].keys()
    while missing:
        query = f'SELECT id, "{column}" FROM "{table}" WHERE id {{ids}}'  # noqa: S608 - our names
        above = dict(select_rows(connection, query, list(missing)))
        parents |= above
        missing = (
            {parent for parent in above.values() if parent is not None} - parents.keys() - package.rows[table].keys()
        )
    settled: set[str] = set()
    for key, row in package.rows[table].items():
        if _is_own_ancestor(parents, key, settled):
            reason = f"The {table_label(table)} {key} is its own ancestor."
            package.add_error(table, row, column, reason, "Take one of these links out.")


def _is_own_ancestor(parents: dict[str, str], key: str, settled: set[str]) -> bool:
    """Return whether the chain of parents of a row leads back to itself."""
    chain: list[str] = []
    above: str | None = key
    while above is not None and above not in settled and above not in chain:
        chain.append(above)
        above = parents.get(above)
    if above in chain:
        return above == key
    settled.update(chain)
    return False
