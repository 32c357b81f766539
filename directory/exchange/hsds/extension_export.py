"""Export our extensions of HSDS: the `waylight` object of each service, and rows of our tables.

Who verified an entry and notes for staff are not exported: `extensions.csv` does not list them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection

from directory.exchange.hsds.diff import value_reader
from directory.exchange.hsds.documents import Object, walk_objects
from directory.exchange.hsds.extension_import import EXTENSION_TABLES as BLOCK_KEYS
from directory.exchange.hsds.json_objects import EXTENSION_KEY
from directory.exchange.hsds.package import COLUMNS
from directory.exchange.hsds.sql import select_rows
from directory.hsds.schema import EXTENSIONS, FIELDS
from directory.search import Need
from directory.taxonomy import need_term_id

_OWNERS: Final = {"phone_reach": "phone_id", "schedule_zone": "schedule_id", "translation": "entity_id"} | {
    "provenance": "entity_id"
}
_LISTS: Final = ("coverage", "translation")
_VALUES: Final = {"audience": "code", "nationality": "country", "schedule_zone": "zone"}
_SERVICE_TABLES: Final = ("coverage", "audience", "nationality", "conduct", "assurance", "provenance")


def add_extensions(connection: Connection, services: Sequence[Object]) -> None:
    """Add the `waylight` object to each service, which must be fully nested."""
    # Every Waylight directory has the names of the needs itself.
    ids = {
        service["id"]: sorted({inner["id"] for inner in walk_objects([service])} - _need_terms())
        for service in services
    }
    all_ids = sorted({key for service_ids in ids.values() for key in service_ids})
    rows = {table: _by_owner(connection, table, all_ids) for table in EXTENSIONS}
    for service in services:
        extension = {
            key: _extension_value(rows[table], table, service["id"], ids[service["id"]])
            for key, table in BLOCK_KEYS.items()
        }
        service[EXTENSION_KEY] = {key: part for key, part in extension.items() if part}


@cache
def _need_terms() -> frozenset[str]:
    return frozenset(need_term_id(need) for need in Need)


def to_output(field_kind: str, value: Any) -> Any:
    """Return a stored value as it is exported: flags as bools, instants in UTC, whole numbers without a point."""
    if value is None:
        return None
    if field_kind == "flag":
        return bool(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _by_owner(connection: Connection, table: str, ids: Sequence[str]) -> dict[str, list[Object]]:
    owner, names = _OWNERS.get(table, "service_id"), COLUMNS[table]
    readers = [(FIELDS[table][name].kind, value_reader(connection, table, name)) for name in names]
    quoted = ", ".join(names)
    query = f"SELECT {quoted} FROM {table} WHERE {owner} {{ids}} ORDER BY {quoted}"  # noqa: S608 - our names
    rows_of: defaultdict[str, list[Object]] = defaultdict(list)
    for row in select_rows(connection, query, ids) if ids else ():
        values = (to_output(kind, read(value)) for (kind, read), value in zip(readers, row, strict=True))
        named = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        rows_of[row[names.index(owner)]].append(named)
    return rows_of


def _extension_value(rows_of: dict[str, list[Object]], table: str, service: str, inside: Iterable[str]) -> Any:
    """Return what the extension of a service says about one of our tables."""
    owner = _OWNERS.get(table, "service_id")
    owners = [service] if table in _SERVICE_TABLES else [key for key in inside if key in rows_of]
    rows = [row for key in owners for row in rows_of.get(key, ())]
    if table == "translation":
        return rows
    if table in ("phone_reach", "schedule_zone"):
        return {row[owner]: _without_owner(row, table, owner) for row in rows}
    values = [_without_owner(row, table, owner) for row in rows]
    return values if table in _LISTS or table in _VALUES else (values[0] if values else None)


def _without_owner(row: Object, table: str, owner: str) -> Any:
    if table in _VALUES:
        return row[_VALUES[table]]
    return {name: value for name, value in row.items() if name != owner}
