"""What an import takes away: rows that hung on an object of the file, and that the file no longer has.

The danger is a number that its owner has given up and that the directory goes on giving out. So an object in
a file replaces its row and its own lists. Places and programs are left: other services may use them.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from directory.domain.withheld import withheld_locations
from directory.exchange.hsds.package import Package
from directory.exchange.hsds.stored_rows import change, select
from directory.hsds.schema import STANDARD
from directory.models import PARTS
from directory.taxonomy import NEEDS_TAXONOMY

_LEFT: Final = frozenset({"location", "program"})
_OURS: Final = {"phone": (("phone_reach", "phone_id"),), "schedule": (("schedule_zone", "schedule_id"),)}
_OF_ANYTHING: Final = (("translation", "entity_id"), ("unresolved_reference", "row_id"), ("provenance", "entity_id"))
_OF_SERVICES: Final = {"coverage": "id", "audience": "code", "nationality": "country"}
_LINKS: Final[dict[str, tuple[str, ...]]] = {
    table: tuple(sorted({part.link for parts in PARTS.values() for part in parts if part.table == table}))
    for table in STANDARD
}
_READ: Final = {"attribute": ("taxonomy_term_id",), "service_at_location": ("location_id",)}
"""What else tells whether a row stays."""

Row = dict[str, Any]


@dataclass(slots=True)
class Gone:
    """Rows that go, by table; and links to empty, with their targets, where the row hangs on something else too."""

    rows: defaultdict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    links: set[tuple[str, str, str, str]] = field(default_factory=set)
    ours: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)


def find_gone(connection: Connection, package: Package, new: Mapping[str, Container[str]]) -> Gone:
    """Return what hangs on the package's objects and is not in the package. Nothing hangs on those that are new."""
    gone = Gone()
    for owner, parts in PARTS.items():
        ids = [key for key in package.rows[owner] if key not in new[owner]]
        for part in parts if ids else ():
            if part.table in _LEFT or not (part.table in package.complete or owner in package.whole):
                continue
            for row in _hanging(connection, package, part.table, part.link, ids):
                if _hangs_elsewhere(package, part.table, row):
                    gone.links.add((part.table, row["id"], part.link, row[part.link]))
                else:
                    gone.rows[part.table][row["id"]] = row
    for table, key in _OF_SERVICES.items():
        gone.ours[table] = _gone_ours(connection, package, table, key)
    return gone


def remove_gone(connection: Connection, gone: Gone) -> None:
    """Remove what is gone."""
    for table, one, link, _ in gone.links:
        change(connection, f'UPDATE "{table}" SET "{link}" = NULL WHERE id {{ids}}', [one])  # noqa: S608 - our names
    for table, rows in gone.rows.items():
        remove(connection, table, list(rows))
    for table, keys in gone.ours.items():
        column = "phone_id" if table == "phone_reach" else _OF_SERVICES[table]
        for key in keys:
            asked = f"DELETE FROM {table} WHERE {column} {{ids}}"  # noqa: S608 - our names
            change(connection, asked + (f" AND service_id = '{UUID(key[1])}'" if len(key) > 1 else ""), [key[0]])


def remove(connection: Connection, table: str, ids: Sequence[str]) -> None:
    """Remove rows of the standard and all that hangs on them."""
    if not ids:
        return
    for part in PARTS[table]:
        asked = f'SELECT id FROM "{part.table}" WHERE "{part.link}" {{ids}}'  # noqa: S608 - our names
        remove(connection, part.table, [row[0] for row in select(connection, asked, ids)])
    for ours, column in (*_OURS.get(table, ()), *_OF_ANYTHING):
        change(connection, f"DELETE FROM {ours} WHERE {column} {{ids}}", ids)  # noqa: S608 - our names
    change(connection, f'DELETE FROM "{table}" WHERE id {{ids}}', ids)  # noqa: S608 - our names


def _gone_ours(connection: Connection, package: Package, table: str, key: str) -> list[tuple[str, ...]]:
    """Return the keys of rows of ours that the file's services no longer have."""
    services = list(package.rows["service"]) if table in package.complete else list(package.speaks.get(table, ()))
    if not services:
        return []
    asked = f"SELECT {key}, service_id FROM {table} WHERE service_id {{ids}}"  # noqa: S608 - our names
    if key == "id":
        return [row[:1] for row in select(connection, asked, services) if row[0] not in package.rows[table]]
    return [tuple(row) for row in select(connection, asked, services) if (row[1], row[0]) not in package.rows[table]]


def _hanging(connection: Connection, package: Package, table: str, link: str, ids: Sequence[str]) -> Iterator[Row]:
    columns = ("id", *_LINKS[table], *_READ.get(table, ()))
    quoted = ", ".join(f'"{name}"' for name in columns)
    asked = f'SELECT {quoted} FROM "{table}" WHERE "{link}" {{ids}}'  # noqa: S608 - our names
    ours = _our_terms(connection) if table == "attribute" and not package.names_needs else set()
    # Staff reach a protected address by this link, and partners' files do not know it.
    withheld = withheld_locations(connection) if table == "service_at_location" else frozenset[str]()
    for values in select(connection, asked, ids):
        row = dict(zip(columns, values, strict=True))
        if row["id"] in package.rows[table] or row.get("taxonomy_term_id") in ours:
            continue
        if table != "service_at_location" or row["location_id"] not in withheld:
            yield row


def _hangs_elsewhere(package: Package, table: str, row: Row) -> bool:
    """Tell whether a row has an owner that the file does not speak of."""
    owners = ((link.removesuffix("_id"), row[link]) for link in _LINKS[table])
    return any(key is not None and owner in PARTS and key not in package.rows[owner] for owner, key in owners)


def _our_terms(connection: Connection) -> set[str | None]:
    asked = "SELECT id FROM taxonomy_term WHERE taxonomy_id {ids}"
    return {row[0] for row in select(connection, asked, [NEEDS_TAXONOMY])}
