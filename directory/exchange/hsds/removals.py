"""Remove rows that belonged to an object of the file, and that the file no longer has.

The danger is a number that its owner has given up and that the directory keeps giving out. So an object in a file
replaces its row and its own lists. Locations and programs stay: other services may use them.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from directory.domain.protection import withheld_locations
from directory.exchange.hsds.package import Package
from directory.exchange.hsds.sql import execute, select_rows
from directory.hsds.schema import STANDARD
from directory.models import CHILDREN
from directory.taxonomy import NEEDS_TAXONOMY

_PERMANENT_TABLES: Final = frozenset({"location", "program"})
_EXTENSIONS: Final = {"phone": (("phone_reach", "phone_id"),), "schedule": (("schedule_zone", "schedule_id"),)}
_ANY_TABLE_LINKS: Final = (
    ("translation", "entity_id"),
    ("unresolved_reference", "row_id"),
    ("provenance", "entity_id"),
)
_SERVICE_EXTENSIONS: Final = {"coverage": "id", "audience": "code", "nationality": "country"}
_LINKS: Final[dict[str, tuple[str, ...]]] = {
    table: tuple(sorted({part.link for parts in CHILDREN.values() for part in parts if part.table == table}))
    for table in STANDARD
}
_EXTRA_COLUMNS: Final = {"attribute": ("taxonomy_term_id",), "service_at_location": ("location_id",)}
"""Columns that also decide whether a row stays."""

Row = dict[str, Any]


@dataclass(slots=True)
class Removals:
    """Rows to remove, by table; and links to empty, with their targets, if the row has another owner too."""

    rows: defaultdict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    links: set[tuple[str, str, str, str]] = field(default_factory=set)
    extension_keys: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)


def find_removals(connection: Connection, package: Package, new: Mapping[str, Container[str]]) -> Removals:
    """Return what belongs to objects of the package and is not in it. New objects cannot have anything to remove."""
    removals = Removals()
    for owner, parts in CHILDREN.items():
        ids = [key for key in package.rows[owner] if key not in new[owner]]
        for part in parts if ids else ():
            if part.table in _PERMANENT_TABLES or not (
                part.table in package.complete_tables or owner in package.nested_tables
            ):
                continue
            for row in _dependent_rows(connection, package, part.table, part.link, ids):
                if _has_other_owner(package, part.table, row):
                    removals.links.add((part.table, row["id"], part.link, row[part.link]))
                else:
                    removals.rows[part.table][row["id"]] = row
    for table, key in _SERVICE_EXTENSIONS.items():
        removals.extension_keys[table] = _removed_extensions(connection, package, table, key)
    return removals


def apply_removals(connection: Connection, removals: Removals) -> None:
    """Delete the rows and empty the links."""
    for table, row_id, link, _ in removals.links:
        execute(connection, f'UPDATE "{table}" SET "{link}" = NULL WHERE id {{ids}}', [row_id])  # noqa: S608 - our names
    for table, rows in removals.rows.items():
        delete_rows(connection, table, list(rows))
    for table, keys in removals.extension_keys.items():
        column = "phone_id" if table == "phone_reach" else _SERVICE_EXTENSIONS[table]
        for key in keys:
            query = f"DELETE FROM {table} WHERE {column} {{ids}}"  # noqa: S608 - our names
            execute(connection, query + (f" AND service_id = '{UUID(key[1])}'" if len(key) > 1 else ""), [key[0]])


def delete_rows(connection: Connection, table: str, ids: Sequence[str]) -> None:
    """Delete rows of HSDS tables and everything that depends on them."""
    if not ids:
        return
    for part in CHILDREN[table]:
        query = f'SELECT id FROM "{part.table}" WHERE "{part.link}" {{ids}}'  # noqa: S608 - our names
        delete_rows(connection, part.table, [row[0] for row in select_rows(connection, query, ids)])
    for ours, column in (*_EXTENSIONS.get(table, ()), *_ANY_TABLE_LINKS):
        execute(connection, f"DELETE FROM {ours} WHERE {column} {{ids}}", ids)  # noqa: S608 - our names
    execute(connection, f'DELETE FROM "{table}" WHERE id {{ids}}', ids)  # noqa: S608 - our names


def _removed_extensions(connection: Connection, package: Package, table: str, key: str) -> list[tuple[str, ...]]:
    """Return the keys of extension rows that the file's services no longer have."""
    services = (
        list(package.rows["service"]) if table in package.complete_tables else list(package.described.get(table, ()))
    )
    if not services:
        return []
    query = f"SELECT {key}, service_id FROM {table} WHERE service_id {{ids}}"  # noqa: S608 - our names
    if key == "id":
        return [row[:1] for row in select_rows(connection, query, services) if row[0] not in package.rows[table]]
    return [
        tuple(row) for row in select_rows(connection, query, services) if (row[1], row[0]) not in package.rows[table]
    ]


def _dependent_rows(
    connection: Connection, package: Package, table: str, link: str, ids: Sequence[str]
) -> Iterator[Row]:
    columns = ("id", *_LINKS[table], *_EXTRA_COLUMNS.get(table, ()))
    quoted = ", ".join(f'"{name}"' for name in columns)
    query = f'SELECT {quoted} FROM "{table}" WHERE "{link}" {{ids}}'  # noqa: S608 - our names
    own_terms = _own_terms(connection) if table == "attribute" and not package.has_own_terms else set()
    # Staff reach a protected address by this link, which partners' files do not have.
    withheld = withheld_locations(connection) if table == "service_at_location" else frozenset[str]()
    for values in select_rows(connection, query, ids):
        row = dict(zip(columns, values, strict=True))
        if row["id"] in package.rows[table] or row.get("taxonomy_term_id") in own_terms:
            continue
        if table != "service_at_location" or row["location_id"] not in withheld:
            yield row


def _has_other_owner(package: Package, table: str, row: Row) -> bool:
    """Return whether a row has an owner that is not in the file."""
    owners = ((link.removesuffix("_id"), row[link]) for link in _LINKS[table])
    return any(key is not None and owner in CHILDREN and key not in package.rows[owner] for owner, key in owners)


def _own_terms(connection: Connection) -> set[str | None]:
    query = "SELECT id FROM taxonomy_term WHERE taxonomy_id {ids}"
    return {row[0] for row in select_rows(connection, query, [NEEDS_TAXONOMY])}
