"""Engines for the directory's database: SQLite with its safety settings, or PostgreSQL.

The danger is text that stays behind: without `secure_delete` SQLite leaves deleted rows in the file. And SQLite
ignores foreign keys unless each connection asks for them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from directory.db.circuit_breaker import install_circuit_breaker

_SQLITE_LOCK_SECONDS = 30
_SHORT_LOCK_MILLISECONDS = 500
_SERVICE_LOCK_MILLISECONDS = 3_000
_STATEMENT_MILLISECONDS = 2_000
_PAGE_LOCK_MILLISECONDS = 5_000
# The log is truncated at each checkpoint: deleted text must not stay in its old pages.
_PRAGMAS = ("foreign_keys=ON", "secure_delete=ON", "synchronous=NORMAL", "journal_size_limit=0")
# Any number that no other program uses for an advisory lock in the same database.
_WRITE_LOCK = 7_723_119_480_152


class InvalidDatabaseUrlError(ValueError):
    """The URL is malformed or names a database that we cannot open; the message does not quote it."""

    def __init__(self) -> None:
        """Say what is possible; the URL may hold a password."""
        super().__init__(
            "WAYLIGHT_DATABASE_URL must be an address such as sqlite:////folder/file or postgresql://user@host/name,"
            " and its folder one that we may write to."
        )


class NewerDatabaseError(RuntimeError):
    """The tables have a revision that this version does not know, or are not ours; nothing was changed."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "WAYLIGHT_DATABASE_URL: a newer version of Waylight made this database's tables. Update again, or go back"
            " as docs/operating.md says."
        )


class ForeignKeyViolationError(RuntimeError):
    """A migration would leave rows that point at nothing; nothing was changed."""


def open_engine(url: str) -> Engine:
    """Return an engine for a database as it is; create the folder and the file of an SQLite database.

    Errors never quote a statement's parameters: what somebody searches for says something about them.

    Raises:
        InvalidDatabaseUrlError: the URL is malformed, or of another kind of database.
    """
    address = _parse_url(url)
    if address.get_backend_name() == "postgresql":
        # JIT compilation takes longer than any statement of ours runs.
        arguments = {"options": "-c jit=off", "connect_timeout": 5, "tcp_user_timeout": 5_000}
        return create_engine(address, hide_parameters=True, connect_args=arguments)
    if address.database in (None, "", ":memory:"):
        # Each connection to an in-memory database would get its own database: share a single one.
        engine = create_engine(
            address, hide_parameters=True, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        _create_private_file(Path(str(address.database)))
        engine = create_engine(address, hide_parameters=True, connect_args={"timeout": _SQLITE_LOCK_SECONDS})
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def set_statement_timeout(database: Engine) -> None:
    """Abort statements that take longer than a person waits, on all connections from now on.

    For the service only: an import may take minutes.
    """
    if _is_in_memory(database):
        return
    _run_on_connect(database, _SERVICE_LOCK_MILLISECONDS, f"SET statement_timeout={_STATEMENT_MILLISECONDS}")
    if database.dialect.name == "postgresql":
        install_circuit_breaker(database)
    database.dispose()


def set_lock_timeout(database: Engine) -> None:
    """Wait no longer than five seconds for a lock from now on, however long the statement itself takes.

    For staff pages: behind an import they would wait for minutes.
    """
    if not _is_in_memory(database):
        _run_on_connect(database, _PAGE_LOCK_MILLISECONDS, f"SET lock_timeout={_PAGE_LOCK_MILLISECONDS}")
        database.dispose()


def release_connections(database: Engine) -> None:
    """Close all connections, so that the process can be forked; new ones are opened when needed."""
    if not _is_in_memory(database):
        database.dispose()


@contextmanager
def write_transaction(connection: Connection) -> Iterator[None]:
    """Hold the write lock for one transaction; roll everything back if it fails."""
    connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
        yield


@contextmanager
def short_lock_timeout(connection: Connection) -> Iterator[None]:
    """Wait for a lock for half a second only: people are waiting for a reply."""
    previous = _exchange_lock_timeout(connection, _SHORT_LOCK_MILLISECONDS)
    try:
        yield
    finally:
        _exchange_lock_timeout(connection, previous)


@contextmanager
def foreign_keys_disabled(connection: Connection) -> Iterator[None]:
    """Stop SQLite from enforcing foreign keys; the setting can only be changed outside a transaction."""
    _enforce_foreign_keys(connection, "OFF")
    try:
        yield
    finally:
        _enforce_foreign_keys(connection, "ON")


def check_foreign_keys(connection: Connection) -> None:
    """Raise ForeignKeyViolationError if a row points at nothing."""
    if connection.dialect.name == "sqlite":
        violations = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if violations:
            tables = ", ".join(sorted({str(row[0]) for row in violations}))
            raise ForeignKeyViolationError(tables)


def analyze(connection: Connection) -> None:
    """Update the query planner's statistics; call it after every large write.

    Without them the planner guesses which index to use, and guesses wrong as soon as tables are large.
    """
    connection.exec_driver_sql("ANALYZE")


def _is_in_memory(database: Engine) -> bool:
    """Return whether closing the connection would lose the database; nobody else can use it either."""
    return isinstance(database.pool, StaticPool)


def _run_on_connect(database: Engine, sqlite_lock_milliseconds: int, postgresql_statement: str) -> None:
    def on_connect(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        if isinstance(connection, sqlite3.Connection):
            cursor.execute(f"PRAGMA busy_timeout={sqlite_lock_milliseconds}")
        else:
            cursor.execute(postgresql_statement)
            connection.commit()
        cursor.close()

    event.listen(database, "connect", on_connect)


def _create_private_file(path: Path) -> None:
    """Create a database file before SQLite does: the files that SQLite keeps beside it get the same permissions."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        raise InvalidDatabaseUrlError from None


def _parse_url(url: str) -> URL:
    """Return a URL with the driver that we use."""
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, ValueError):
        raise InvalidDatabaseUrlError from None
    if backend == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return address.set(drivername="sqlite")
    raise InvalidDatabaseUrlError


def _enforce_foreign_keys(connection: Connection, state: str) -> None:
    if connection.dialect.name == "sqlite":
        driver = connection.connection.dbapi_connection
        if driver is not None:
            driver.execute(f"PRAGMA foreign_keys={state}")


def _exchange_lock_timeout(connection: Connection, milliseconds: int) -> int:
    """Set how long to wait for a lock and return the previous value. Only outside a transaction."""
    if connection.dialect.name == "postgresql":
        with connection.begin():
            query = "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'"  # always in milliseconds
            previous = int(connection.exec_driver_sql(query).scalar_one())
            connection.exec_driver_sql(f"SET lock_timeout = {milliseconds}")
        return previous
    driver: Any = connection.connection.dbapi_connection
    previous = int(driver.execute("PRAGMA busy_timeout").fetchone()[0])
    driver.execute(f"PRAGMA busy_timeout={milliseconds}")
    return previous


def _configure_sqlite(driver: Any, _record: object) -> None:
    # Python's driver would begin and commit transactions on its own: SQLAlchemy does that here.
    driver.isolation_level = None
    for pragma in _PRAGMAS:
        driver.execute(f"PRAGMA {pragma}")
    # The file remembers this mode. SQLite does not wait for a lock to change it: the lock's holder is another process
    # of ours that has just made the same change.
    with suppress(sqlite3.OperationalError):
        driver.execute("PRAGMA journal_mode=WAL")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))
