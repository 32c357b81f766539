"""Connections to the directory's database: SQLite with its safety settings switched on, or PostgreSQL.

The danger is words that stay behind: without `secure_delete` SQLite leaves deleted rows in
the file. And SQLite ignores foreign keys unless each connection asks for them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from directory.db.circuit_breaker import rest_while_out_of_reach

_WAIT_FOR_LOCK_SECONDS = 30
_SOON_MILLISECONDS = 500
_PATIENCE_MILLISECONDS = 3_000
_ANSWERS_WITHIN_MILLISECONDS = 2_000
_PAGE_MILLISECONDS = 5_000
# The log is cut to nothing at each checkpoint: what was deleted must not stay in its old pages.
_PRAGMAS = ("foreign_keys=ON", "secure_delete=ON", "synchronous=NORMAL", "journal_size_limit=0")
# Any number will do that no other program takes for an advisory lock in the same database.
_WRITE_LOCK = 7_723_119_480_152


class UnknownDatabaseError(ValueError):
    """The address is none, or names a database that cannot be; the text is a sentence without the address."""

    def __init__(self) -> None:
        """Say which are possible; the address may hold a password."""
        super().__init__(
            "WAYLIGHT_DATABASE_URL must be an address such as sqlite:////folder/file or postgresql://user@host/name,"
            " and its folder one that we may write to."
        )


class NewerDatabaseError(RuntimeError):
    """The tables are of a revision that this version does not know, or not ours; nothing was changed."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "WAYLIGHT_DATABASE_URL: a newer version of Waylight made this database's tables. Update again, or go back"
            " as docs/operating.md says."
        )


class BrokenLinksError(RuntimeError):
    """A migration would leave rows that point at nothing; nothing was changed."""


def connect(url: str) -> Engine:
    """Return an engine on a database as it is; make the folder of an SQLite file.

    What is asked for says something of who asks, so no error quotes a statement's parameters.

    Raises:
        UnknownDatabaseError: the address is of another kind of database.
    """
    address = _address(url)
    if address.get_backend_name() == "postgresql":
        # Compiling a statement takes longer than any of ours runs.
        arguments = {"options": "-c jit=off", "connect_timeout": 5, "tcp_user_timeout": 5_000}
        return create_engine(address, hide_parameters=True, connect_args=arguments)
    if address.database in (None, "", ":memory:"):
        # Each connection to a database in memory would see one of its own: share a single one.
        engine = create_engine(
            address, hide_parameters=True, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        _make_for_its_owner_only(Path(str(address.database)))
        engine = create_engine(address, hide_parameters=True, connect_args={"timeout": _WAIT_FOR_LOCK_SECONDS})
    event.listen(engine, "connect", _guard)
    event.listen(engine, "begin", _begin)
    return engine


def answer_soon(database: Engine) -> None:
    """Let the database give up what takes longer than a person waits: from now on, on all connections.

    For the service only: an import may take minutes.
    """
    if not isinstance(database.pool, StaticPool):  # one in memory would be lost, and nobody else uses it
        event.listen(database, "connect", _give_up_in_time)
        if database.dialect.name == "postgresql":
            rest_while_out_of_reach(database)
        database.dispose()


def give_up_locks(database: Engine) -> None:
    """Let connections wait five seconds for somebody else's lock from now on, however long a statement itself takes.

    For pages: behind an import they would wait for minutes.
    """
    if not isinstance(database.pool, StaticPool):
        event.listen(database, "connect", _give_up_lock)
        database.dispose()


def _give_up_lock(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    if isinstance(connection, sqlite3.Connection):
        cursor.execute(f"PRAGMA busy_timeout={_PAGE_MILLISECONDS}")
    else:
        cursor.execute(f"SET lock_timeout={_PAGE_MILLISECONDS}")
        connection.commit()
    cursor.close()


def _give_up_in_time(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    if isinstance(connection, sqlite3.Connection):
        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE_MILLISECONDS}")
    else:
        cursor.execute(f"SET statement_timeout={_ANSWERS_WITHIN_MILLISECONDS}")
        connection.commit()
    cursor.close()


def let_go(database: Engine) -> None:
    """Close all connections, so that the process can be forked; new ones are made as they are needed."""
    if not isinstance(database.pool, StaticPool):
        database.dispose()


@contextmanager
def locked(connection: Connection) -> Iterator[None]:
    """Hold the write lock for one transaction; undo everything if it fails."""
    connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
        yield


@contextmanager
def soon(connection: Connection) -> Iterator[None]:
    """Wait for somebody else's lock for half a second only: people are waiting for a reply."""
    before = _wait_at_most(connection, _SOON_MILLISECONDS)
    try:
        yield
    finally:
        _wait_at_most(connection, before)


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

    Without counts a database guesses where to begin, and guesses wrong as soon as there is much.
    """
    connection.exec_driver_sql("ANALYZE")


def _make_for_its_owner_only(path: Path) -> None:
    """Make the file of a database before SQLite does: what it keeps beside it gets the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        raise UnknownDatabaseError from None


def _address(url: str) -> URL:
    """Return an address with the driver that we use."""
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, ValueError):
        raise UnknownDatabaseError from None
    if backend == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return address.set(drivername="sqlite")
    raise UnknownDatabaseError


def _set_links(connection: Connection, state: str) -> None:
    if connection.dialect.name == "sqlite":
        driver = connection.connection.dbapi_connection
        if driver is not None:
            driver.execute(f"PRAGMA foreign_keys={state}")


def _wait_at_most(connection: Connection, milliseconds: int) -> int:
    """Set how long to wait for a lock, and return how long it was before. Outside of a transaction only."""
    if connection.dialect.name == "postgresql":
        with connection.begin():
            asked = "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'"  # always in milliseconds
            before = int(connection.exec_driver_sql(asked).scalar_one())
            connection.exec_driver_sql(f"SET lock_timeout = {milliseconds}")
        return before
    driver: Any = connection.connection.dbapi_connection
    before = int(driver.execute("PRAGMA busy_timeout").fetchone()[0])
    driver.execute(f"PRAGMA busy_timeout={milliseconds}")
    return before


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
