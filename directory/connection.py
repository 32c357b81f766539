"""Connections to the directory's database, with SQLite's safety settings switched on.

The danger is words that stay behind: without `secure_delete` SQLite leaves deleted rows in
the file. And SQLite ignores foreign keys unless each connection asks for them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import StaticPool

_WAIT_FOR_LOCK_SECONDS = 30
_PRAGMAS = ("foreign_keys=ON", "secure_delete=ON", "synchronous=NORMAL")


class BrokenLinksError(RuntimeError):
    """A migration would leave rows that point at nothing; nothing was changed."""


def connect(url: str) -> Engine:
    """Return an engine on a database as it is; make the folder of an SQLite file.

    What is asked for says something of who asks, so no error quotes a statement's parameters.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, hide_parameters=True)
    if address.database in (None, "", ":memory:"):
        # Each connection to a database in memory would see one of its own: share a single one.
        engine = create_engine(
            address, hide_parameters=True, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, hide_parameters=True, connect_args={"timeout": _WAIT_FOR_LOCK_SECONDS})
    event.listen(engine, "connect", _guard)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def locked(connection: Connection) -> Iterator[None]:
    """Hold the write lock for one transaction; undo everything if it fails."""
    connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
    with connection.begin():
        yield


@contextmanager
def links_unchecked(connection: Connection) -> Iterator[None]:
    """Stop SQLite enforcing links; the setting can only be changed outside a transaction."""
    _set_links(connection, "OFF")
    try:
        yield
    finally:
        _set_links(connection, "ON")


def refuse_broken_links(connection: Connection) -> None:
    """Raise BrokenLinksError if a row points at nothing."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            tables = ", ".join(sorted({str(row[0]) for row in broken}))
            raise BrokenLinksError(tables)


def refresh_statistics(connection: Connection) -> None:
    """Let the database count its rows; call it after every large write.

    Without counts SQLite starts a search from the need instead of the country, which
    took 400 ms instead of 3 with 100,000 services.
    """
    connection.exec_driver_sql("ANALYZE")


def _set_links(connection: Connection, state: str) -> None:
    if connection.dialect.name == "sqlite":
        driver = connection.connection.dbapi_connection
        if driver is not None:
            driver.execute(f"PRAGMA foreign_keys={state}")


def _guard(driver: Any, _record: object) -> None:
    # Python's driver would open and commit transactions on its own: we say when.
    driver.isolation_level = None
    for pragma in _PRAGMAS:
        driver.execute(f"PRAGMA {pragma}")
    # The file remembers this mode. SQLite does not wait for a lock to change it: whoever holds
    # the lock is another of our processes that has just made the same change.
    with suppress(sqlite3.OperationalError):
        driver.execute("PRAGMA journal_mode=WAL")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))
