"""Rows of the standard's tables as they are stored, cleared of what is not said."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Float

from directory.exchange.hsds.nesting_schema import Object
from directory.models import table_of

# One parameter for any number of ids: a statement that changes its length with them costs more than its rows.
_ONE_OF: Final = {"sqlite": "IN (SELECT value FROM json_each(?))", "postgresql": "= ANY(%s::text[])"}
_ORDER: Final = {"phone": "(SELECT position FROM phone_reach WHERE phone_id = phone.id), id"}
"""Phones come in the order of their source, which has the main number first."""

Hanging = list[tuple[str, Object]]


def select(connection: Connection, statement: str, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a statement of ours, whose `{ids}` stands for "is one of these ids"."""
    rows: Any = connection.exec_driver_sql(*_asked(connection, statement, ids))
    return iter(rows)


def change(connection: Connection, statement: str, ids: Sequence[str]) -> None:
    """Run a statement of ours that returns nothing; `{ids}` as in `select`."""
    connection.exec_driver_sql(*_asked(connection, statement, ids))


def has_more_rows(connection: Connection, table: str, count: int) -> bool:
    """Tell whether a table holds more than so many rows, without counting the rest."""
    asked = f'SELECT 1 FROM "{table}" LIMIT 1 OFFSET {count}'  # noqa: S608 - our names
    return connection.exec_driver_sql(asked).first() is not None


def fetch(connection: Connection, table: str, ids: Sequence[str]) -> dict[str, Object]:
    """Return the rows of these ids that are there, by id."""
    return {str(row["id"]): row for row in _read(connection, table, "id", ids)}


def fetch_linked(connection: Connection, table: str, link: str, ids: Sequence[str]) -> Hanging:
    """Return (owner, row) of the rows whose `link` holds one of these ids, in the order to show them."""
    return [(row[link], row) for row in _read(connection, table, link, ids)]


def stubs(connection: Connection, organizations: Sequence[str]) -> dict[str, list[Object]]:
    """Return id, name and status of the services of each organization."""
    found: defaultdict[str, list[Object]] = defaultdict(list)
    asked = "SELECT organization_id, id, name, status FROM service WHERE organization_id {ids} ORDER BY id"
    for of, one, name, status in select(connection, asked, organizations):
        found[of].append({"id": one, "name": name, "status": status})
    return found


def unresolved(connection: Connection, rows: dict[str, dict[str, Object]]) -> None:
    """Put links to rows that never came back into the rows that had them, as they were in the file."""
    if connection.exec_driver_sql("SELECT 1 FROM unresolved_reference LIMIT 1").first() is None:
        return
    ids = [one for known in rows.values() for one in known]
    asked = "SELECT table_name, row_id, column_name, target_id FROM unresolved_reference WHERE row_id {ids}"
    for table, one, column, target in select(connection, asked, ids):
        if one in rows.get(table, ()):
            rows[table][one].setdefault(column, target)


def _asked(connection: Connection, statement: str, ids: Sequence[str]) -> tuple[str, tuple[Any, ...]]:
    """Return a statement for the database in use, and its parameter if it has one."""
    name = connection.dialect.name
    if "{ids}" not in statement:
        return statement, ()
    return statement.format(ids=_ONE_OF[name]), (json.dumps(list(ids)) if name == "sqlite" else list(ids),)


def _read(connection: Connection, table: str, column: str, ids: Sequence[str]) -> Iterator[Object]:
    if not ids:
        return
    names, numbers, statement = _question(table, column)
    for row in select(connection, statement, ids):
        found = {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for name in numbers:
            if name in found and found[name] == int(found[name]):
                found[name] = int(found[name])
        yield found


@cache
def _question(table: str, column: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Return the names of a table's columns, those that hold fractions, and the statement."""
    columns = table_of(table).columns
    names = tuple(one.name for one in columns)
    numbers = tuple(one.name for one in columns if isinstance(one.type, Float))
    quoted = ", ".join(f'"{name}"' for name in names)
    order = _ORDER.get(table, "id")
    return names, numbers, f'SELECT {quoted} FROM "{table}" WHERE "{column}" {{ids}} ORDER BY {order}'  # noqa: S608 - our names
