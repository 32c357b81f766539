"""Insert, update and delete many rows at once."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlmodel import SQLModel

from directory.exchange.spreadsheet.records import Values

_BATCH_SIZE: Final = 500


def insert_all(connection: Connection, table: type[SQLModel], rows: Sequence[Values]) -> None:
    """Insert rows, which must all have the same columns."""
    if rows:
        connection.execute(insert(table), rows)


def update_all(connection: Connection, table: type[SQLModel], key: str, rows: Sequence[Values]) -> None:
    """Update the row with the same `key` for each row."""
    if rows:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != key}
        statement = update(table).where(getattr(table, key) == bindparam(f"new_{key}")).values(values)
        connection.execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in rows])


def delete_all(connection: Connection, table: type[SQLModel], column: str, values: Iterable[Any]) -> None:
    """Delete the rows with one of these values in a column."""
    all_values = list(values)
    for start in range(0, len(all_values), _BATCH_SIZE):
        connection.execute(delete(table).where(getattr(table, column).in_(all_values[start : start + _BATCH_SIZE])))


def upsert_all(
    connection: Connection, table: type[SQLModel], key: str, rows: Sequence[Values], keep: Sequence[str] = ()
) -> None:
    """Insert rows that are not there; update the others, except the columns of `keep`."""
    existing = existing_values(connection, table, key, (row[key] for row in rows))
    changed = [row for row in rows if row[key] in existing]
    update_all(connection, table, key, [{name: row[name] for name in row if name not in keep} for row in changed])
    insert_all(connection, table, [row for row in rows if row[key] not in existing])


def existing_values(connection: Connection, table: type[SQLModel], key: str, values: Iterable[Any]) -> set[Any]:
    """Return the values that occur in a column."""
    column = getattr(table, key)
    all_values = list(values)
    return set(connection.scalars(select(column).where(column.in_(all_values)))) if all_values else set()
