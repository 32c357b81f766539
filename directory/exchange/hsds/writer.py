"""Write rows in bulk: with COPY on PostgreSQL, with one prepared statement on SQLite.

The danger is a link that is written before its target: tables are written in the order of the standard, and in a table
whose rows point at each other, parents come first.
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

from directory.exchange.hsds.diff import TableDiff
from directory.exchange.hsds.links import UnresolvedLink
from directory.exchange.hsds.package import COLUMNS, POSITIONS, Key, Row, row_key
from directory.exchange.hsds.sql import execute
from directory.hsds.schema import EXTENSIONS, PARENT_COLUMNS, PRIMARY_KEYS, database_table


class NotWrittenError(RuntimeError):
    """The database rejected a row; nothing was written. The text names the table and no value."""

    def __init__(self, table: str) -> None:
        """Name the table."""
        super().__init__(f"The database refused a row of {table}.")


@contextmanager
def _hide_values(table: str) -> Iterator[None]:
    """Hide database errors that quote the row, which holds numbers and names."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error):
        raise NotWrittenError(table) from None


def write_table(connection: Connection, table: str, diff: TableDiff) -> None:
    """Insert the new rows of a table and change those that differ."""
    # In the order of their keys, so that the index grows at its end.
    by_key = partial(row_key, table)
    rows = list(_parents_first(table, diff.new)) if table in PARENT_COLUMNS else sorted(diff.new.values(), key=by_key)
    _insert(connection, table, COLUMNS[table], rows)
    keys = PRIMARY_KEYS[table]
    names = [name for name in COLUMNS[table] if name not in keys]
    if diff.changed and names:
        sets = ", ".join(f'"{name}" = {{}}' for name in names)
        where = " AND ".join(f'"{name}" = {{}}' for name in keys)
        places = [POSITIONS[table][name] for name in (*names, *keys)]
        rows_of = [tuple(row[place] for place in places) for row, _ in diff.changed.values()]
        _execute_many(connection, table, f'UPDATE "{table}" SET {sets} WHERE {where}', (*names, *keys), rows_of)  # noqa: S608 - our names


def _insert(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows without the columns that are empty in all of them; the default of every column is NULL."""
    used = [place for place, _ in enumerate(names) if any(row[place] is not None for row in rows)]
    if not used:
        return
    names = [names[place] for place in used]
    quoted = ", ".join(f'"{name}"' for name in names)
    # itemgetter returns a bare value for a single column.
    values = map(itemgetter(*used), rows) if len(used) > 1 else ((row[used[0]],) for row in rows)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.dbapi_connection
        with (
            _hide_values(table),
            driver.cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy,
        ):
            for row_values in values:
                copy.write_row(row_values)
        return
    marks = ", ".join("{}" for _ in names)
    _execute_many(connection, table, f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', names, values)  # noqa: S608 - our names


def write_unresolved(connection: Connection, rows: Iterable[str], links: Sequence[UnresolvedLink]) -> None:
    """Replace the stored unresolved links of these rows."""
    execute(connection, "DELETE FROM unresolved_reference WHERE row_id {ids}", list(rows))
    rows_to_insert = [(link.table, link.row, link.column, link.target) for link in links]
    names = ("table_name", "row_id", "column_name", "target_id")
    _insert(connection, "unresolved_reference", names, rows_to_insert)


def _execute_many(
    connection: Connection, table: str, statement: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Run a statement for each row; `{}` is replaced by a parameter."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    writers = _value_writers(connection, table, names)
    driver: Any = connection.connection.dbapi_connection
    with _hide_values(table):
        driver.cursor().executemany(statement.replace("{}", mark), _converted(rows, writers) if writers else rows)


def _value_writers(connection: Connection, table: str, names: Sequence[str]) -> list[tuple[int, Any]]:
    """Return how to convert the values of some columns; raw statements skip SQLAlchemy's conversion."""
    if table not in EXTENSIONS:
        return []
    writers = []
    for place, name in enumerate(names):
        column = database_table(table).c[name]
        if isinstance(column.type, UTCDateTime):
            writers.append((place, column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)))
    return [(place, processor) for place, processor in writers if processor is not None]


def _converted(rows: Iterable[tuple[Any, ...]], writers: list[tuple[int, Any]]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        values = list(row)
        for place, write_one in writers:
            values[place] = write_one(values[place])
        yield tuple(values)


def _parents_first(table: str, rows: dict[Key, Row]) -> Iterator[Row]:
    """Yield each row after the one it points at; there are no cycles."""
    place = POSITIONS[table][PARENT_COLUMNS[table]]
    done: set[Key] = set()
    for start in rows:
        chain: list[Key] = []
        key = start
        while key in rows and key not in done:
            chain.append(key)
            done.add(key)
            key = rows[key][place]
        yield from (rows[key_in_chain] for key_in_chain in reversed(chain))
