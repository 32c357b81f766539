"""Our additions on their way out: the object `waylight` of each service, and rows of our tables.

Who verified an entry and notes for staff stay here: `ours.csv` does not list them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection

from directory.exchange.hsds.diff import reader_of
from directory.exchange.hsds.extension_import import KEYS as BLOCK_KEYS
from directory.exchange.hsds.json_objects import BLOCK
from directory.exchange.hsds.nesting_schema import Object
from directory.exchange.hsds.package import COLUMNS
from directory.exchange.hsds.stored_rows import select
from directory.exchange.hsds.translations import objects_in
from directory.hsds.schema import FIELDS, OURS
from directory.search import Need
from directory.taxonomy import need_term

_OWNERS: Final = {"phone_reach": "phone_id", "schedule_zone": "schedule_id", "translation": "entity_id"} | {
    "provenance": "entity_id"
}
_LISTS: Final = ("coverage", "translation")
_VALUES: Final = {"audience": "code", "nationality": "country", "schedule_zone": "zone"}
_OF_THE_SERVICE: Final = ("coverage", "audience", "nationality", "conduct", "assurance", "provenance")


def add_blocks(connection: Connection, services: Sequence[Object]) -> None:
    """Give each service, nested as a whole, its `waylight` object."""
    # Every directory of ours has the names of the needs itself.
    ids = {one["id"]: sorted({inner["id"] for inner in objects_in([one])} - _needs()) for one in services}
    all_ids = sorted({key for some in ids.values() for key in some})
    found = {table: _by_owner(connection, table, all_ids) for table in OURS}
    for one in services:
        block = {key: _said(found[table], table, one["id"], ids[one["id"]]) for key, table in BLOCK_KEYS.items()}
        one[BLOCK] = {key: said for key, said in block.items() if said}


@cache
def _needs() -> frozenset[str]:
    return frozenset(need_term(need) for need in Need)


def outward(field_kind: str, value: Any) -> Any:
    """Return a stored value as it is written: flags as flags, instants in UTC, whole numbers without a point."""
    if value is None:
        return None
    if field_kind == "flag":
        return bool(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _by_owner(connection: Connection, table: str, ids: Sequence[str]) -> dict[str, list[Object]]:
    owner, names = _OWNERS.get(table, "service_id"), COLUMNS[table]
    readers = [(FIELDS[table][name].kind, reader_of(connection, table, name)) for name in names]
    quoted = ", ".join(names)
    asked = f"SELECT {quoted} FROM {table} WHERE {owner} {{ids}} ORDER BY {quoted}"  # noqa: S608 - our names
    found: defaultdict[str, list[Object]] = defaultdict(list)
    for row in select(connection, asked, ids) if ids else ():
        values = (outward(kind, read(value)) for (kind, read), value in zip(readers, row, strict=True))
        said = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        found[row[names.index(owner)]].append(said)
    return found


def _said(found: dict[str, list[Object]], table: str, service: str, inside: Iterable[str]) -> Any:
    """Return what the block of a service says of one of our tables."""
    owner = _OWNERS.get(table, "service_id")
    owners = [service] if table in _OF_THE_SERVICE else [key for key in inside if key in found]
    rows = [row for key in owners for row in found.get(key, ())]
    if table == "translation":
        return rows
    if table in ("phone_reach", "schedule_zone"):
        return {row[owner]: _without(row, table, owner) for row in rows}
    said = [_without(row, table, owner) for row in rows]
    return said if table in _LISTS or table in _VALUES else (said[0] if said else None)


def _without(row: Object, table: str, owner: str) -> Any:
    if table in _VALUES:
        return row[_VALUES[table]]
    return {name: value for name, value in row.items() if name != owner}
