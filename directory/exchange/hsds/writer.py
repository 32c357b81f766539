"""Write rows in bulk: PostgreSQL by COPY, SQLite by one prepared statement.

The danger is a link that comes before what it points at: tables are written in the order of the standard,
and in a table whose rows point at each other, parents first.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from operator import itemgetter
from typing import Any

import psycopg
from sqlalchemy import Connection
from sqlmodel.sql.sqltypes import UTCDateTime

from directory.exchange.hsds.cycle_check import UPWARDS
from directory.exchange.hsds.diff import Difference
from directory.exchange.hsds.links import Unresolved
from directory.exchange.hsds.package import COLUMNS, POSITIONS, Key, Row, key_of
from directory.exchange.hsds.stored_rows import change
from directory.hsds.schema import KEYS, OURS, stored_table


class NotWrittenError(RuntimeError):
    """The database refused a row; nothing was written. The text names the table and no value."""

    def __init__(self, table: str) -> None:
        """Name the table."""
        super().__init__(f"The database refused a row of {table}.")


@contextmanager
def _quiet(table: str) -> Iterator[None]:
    """Let no error of a database quote the row: there are numbers and names in it."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error):
        raise NotWrittenError(table) from None


def write(connection: Connection, table: str, found: Difference) -> None:
    """Insert the new rows of a table and change those that differ."""
    # In the order of their keys, so that the tree of the keys grows at its end and not everywhere.
    by_key = partial(key_of, table)
    rows = list(_parents_first(table, found.new)) if table in UPWARDS else sorted(found.new.values(), key=by_key)
    _insert(connection, table, COLUMNS[table], rows)
    keys = KEYS[table]
    names = [name for name in COLUMNS[table] if name not in keys]
    if found.changed and names:
        sets = ", ".join(f'"{name}" = {{}}' for name in names)
        where = " AND ".join(f'"{name}" = {{}}' for name in keys)
        places = [POSITIONS[table][name] for name in (*names, *keys)]
        rows_of = [tuple(row[place] for place in places) for row, _ in found.changed.values()]
        _many(connection, table, f'UPDATE "{table}" SET {sets} WHERE {where}', (*names, *keys), rows_of)  # noqa: S608


def _insert(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows. What none of them says is left out: no column of ours has a value by default but NULL."""
    said = [place for place, _ in enumerate(names) if any(row[place] is not None for row in rows)]
    if not said:
        return
    names = [names[place] for place in said]
    quoted = ", ".join(f'"{name}"' for name in names)
    # One column would come out bare, and every key but one stands beside something else.
    values = map(itemgetter(*said), rows) if len(said) > 1 else ((row[said[0]],) for row in rows)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.dbapi_connection
        with _quiet(table), driver.cursor() as cursor, cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
            for one in values:
                copy.write_row(one)
        return
    marks = ", ".join("{}" for _ in names)
    _many(connection, table, f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', names, values)  # noqa: S608 - our names


def write_unresolved(connection: Connection, rows: Iterable[str], links: Sequence[Unresolved]) -> None:
    """Keep the links that lead nowhere in place of those that these rows had before."""
    change(connection, "DELETE FROM unresolved_reference WHERE row_id {ids}", list(rows))
    kept = [(one.table, one.row, one.column, one.target) for one in links]
    names = ("table_name", "row_id", "column_name", "target_id")
    _insert(connection, "unresolved_reference", names, kept)


def _many(
    connection: Connection, table: str, statement: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Run a statement for each row; `{}` stands for a parameter."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    writers = _writers(connection, table, names)
    driver: Any = connection.connection.dbapi_connection
    with _quiet(table):
        driver.cursor().executemany(statement.replace("{}", mark), _written(rows, writers) if writers else rows)


def _writers(connection: Connection, table: str, names: Sequence[str]) -> list[tuple[int, Any]]:
    """Return how the values of some columns are written; raw statements do not do it."""
    if table not in OURS:
        return []
    found = []
    for place, name in enumerate(names):
        column = stored_table(table).c[name]
        if isinstance(column.type, UTCDateTime):
            found.append((place, column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)))
    return [(place, processor) for place, processor in found if processor is not None]


def _written(rows: Iterable[tuple[Any, ...]], writers: list[tuple[int, Any]]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        values = list(row)
        for place, write_one in writers:
            values[place] = write_one(values[place])
        yield tuple(values)


def _parents_first(table: str, rows: dict[Key, Row]) -> Iterator[Row]:
    """Yield each row after the one it points at; there are no circles."""
    place = POSITIONS[table][UPWARDS[table]]
    done: set[Key] = set()
    for first in rows:
        way: list[Key] = []
        key = first
        while key in rows and key not in done:
            way.append(key)
            done.add(key)
            key = rows[key][place]
        yield from (rows[one] for one in reversed(way))
