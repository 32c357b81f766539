"""Statements over many rows at once."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlmodel import SQLModel

from directory.exchange.spreadsheet.records import Values

_AT_ONCE: Final = 500


def insert_all(connection: Connection, table: type[SQLModel], rows: Sequence[Values]) -> None:
    """Insert rows that all have the same columns, if there are any."""
    if rows:
        connection.execute(insert(table), rows)


def update_all(connection: Connection, table: type[SQLModel], key: str, rows: Sequence[Values]) -> None:
    """Write the columns of each row into the row of the table that has the same `key`."""
    if rows:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != key}
        statement = update(table).where(getattr(table, key) == bindparam(f"new_{key}")).values(values)
        connection.execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in rows])


def delete_all(connection: Connection, table: type[SQLModel], column: str, values: Iterable[Any]) -> None:
    """Delete the rows whose column has one of these values."""
    given = list(values)
    for first in range(0, len(given), _AT_ONCE):
        connection.execute(delete(table).where(getattr(table, column).in_(given[first : first + _AT_ONCE])))


def put_all(
    connection: Connection, table: type[SQLModel], key: str, rows: Sequence[Values], stays: Sequence[str] = ()
) -> None:
    """Insert rows that are not there; update the others, except the columns of `stays`."""
    there = present(connection, table, key, (row[key] for row in rows))
    old = [row for row in rows if row[key] in there]
    update_all(connection, table, key, [{name: row[name] for name in row if name not in stays} for row in old])
    insert_all(connection, table, [row for row in rows if row[key] not in there])


def present(connection: Connection, table: type[SQLModel], key: str, values: Iterable[Any]) -> set[Any]:
    """Return those values that the column has."""
    column = getattr(table, key)
    given = list(values)
    return set(connection.scalars(select(column).where(column.in_(given)))) if given else set()
