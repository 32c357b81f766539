"""Fill the free search as a whole: many times faster than row by row.

The danger is an index that says something else than the rows. Everything happens in the caller's
transaction, so either all of it is there or nothing has changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, bindparam, text

_TABLES: Final = ("service_text", "service_text_word")
_COPY: Final = "COPY service_text (service_id, text) FROM STDIN"
_INDEXES: Final = {
    "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexname IN :names",
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND name IN :names",
}
_START: Final = "ix_service_text_start"
_ROOM_FOR_TRIGRAMS: Final = 64 * 1024 * 1024
_SQLITE_ROOM: Final = 1024 * 1024
"""What FTS5 takes on its own, in bytes."""


@contextmanager
def rebuilt(connection: Connection) -> Iterator[None]:
    """In SQLite, leave the trigrams alone while the block changes texts, and make them anew at its end.

    Taking the trigrams of one text out of the file for good takes milliseconds; for some hundreds of
    texts it is quicker to begin anew.
    """
    if connection.dialect.name == "postgresql":
        yield
        return
    # While this table has a row the triggers of `service_text` do nothing (migration v0005).
    connection.exec_driver_sql("INSERT INTO service_text_pause (id) VALUES (1)")
    yield
    for table in _TABLES:
        for command, value in (("hashsize", _ROOM_FOR_TRIGRAMS), ("rebuild", None), ("hashsize", _SQLITE_ROOM)):
            statement = f"INSERT INTO {table}_grams ({table}_grams, rank) VALUES (?, ?)"  # noqa: S608 - our names
            connection.exec_driver_sql(statement, (command, value))
    connection.exec_driver_sql("DELETE FROM service_text_pause")


@contextmanager
def emptied(connection: Connection) -> Iterator[None]:
    """Take out all texts and words for the block that fills the tables; the trigrams are made at its end.

    In PostgreSQL free searches wait until the caller's transaction ends.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"TRUNCATE {', '.join(_TABLES)}")
        with _without(connection, [_START, *(f"ix_{table}_grams" for table in _TABLES)]):
            yield
        return
    with rebuilt(connection), _without(connection, [_START]):
        for table in _TABLES:
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our names
        yield


@contextmanager
def _without(connection: Connection, names: list[str]) -> Iterator[None]:
    """Drop indexes for the block and make them at its end, as they were."""
    asked = text(_INDEXES[connection.dialect.name]).bindparams(bindparam("names", expanding=True))
    indexes = list(connection.scalars(asked, {"names": names}))
    for name in names:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for index in indexes:
        connection.exec_driver_sql(index)


def put(connection: Connection, rows: list[tuple[str, str]]) -> None:
    """Insert services and their texts."""
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)
    else:
        connection.exec_driver_sql("INSERT INTO service_text (service_id, text) VALUES (?, ?)", rows)


def settle(connection: Connection) -> None:
    """Put into the indexes of PostgreSQL what waits for it: until then every search reads it row by row."""
    if connection.dialect.name == "postgresql":
        for table in _TABLES:
            connection.exec_driver_sql(f"SELECT gin_clean_pending_list('ix_{table}_grams')")
