"""Open the directory's database: migrate it to the newest revision and load the seed data.

Two processes may start at once. Migrating and loading hold the database's write lock, so the second process waits and
then finds the work done.
"""

from datetime import timedelta
from pathlib import Path

from alembic import command
from alembic.util import CommandError
from sqlalchemy import Engine

from directory.db.engine import (
    NewerDatabaseError,
    check_foreign_keys,
    foreign_keys_disabled,
    open_engine,
    set_statement_timeout,
    write_transaction,
)
from directory.db.schema_revisions import alembic_config, current_revision, is_at_head
from directory.search.index import index_services, is_indexed, stale_services
from directory.seed.loader import SEED_FOLDER, is_current, load_seed
from directory.service import DEFAULT_STALE_AFTER


def open_database(url: str, starter: Path = SEED_FOLDER, stale_after: timedelta = DEFAULT_STALE_AFTER) -> Engine:
    """Return an engine for a directory that is migrated, seeded and indexed for search.

    `url` is an SQLAlchemy URL; the folder of an SQLite file is created. `starter` is a folder with the CSV files that
    `seed/README.md` describes. A verification older than `stale_after` no longer counts. Safe to repeat: entries that
    did not change in the starter are left alone. A database that is not indexed yet is indexed as a whole.

    Raises:
        directory.db.engine.ForeignKeyViolationError: a migration would leave broken links.
        directory.db.engine.NewerDatabaseError: a newer version of Waylight made the tables.
        directory.seed.loader.SeedError: a seed file is missing or malformed.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached or written.
    """
    engine = open_engine(url)
    try:
        if not _is_ready(engine, starter, stale_after):
            migrate(engine)
            _load_seed_and_index(engine, starter, stale_after)
    except BaseException:
        engine.dispose()
        raise
    return engine


def is_migrated(url: str) -> bool:
    """Return whether a database has this version's tables. Change nothing, and time out as the service does.

    Raises:
        directory.db.engine.InvalidDatabaseUrlError: the URL is malformed, or of another kind of database.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached or read.
    """
    engine = open_engine(url)
    set_statement_timeout(engine)
    try:
        with engine.connect() as connection:
            return is_at_head(connection)
    finally:
        engine.dispose()


def is_empty(url: str) -> bool:
    """Return whether a database has none of our tables, as before the first start. As `is_migrated` otherwise."""
    engine = open_engine(url)
    set_statement_timeout(engine)
    try:
        with engine.connect() as connection:
            return current_revision(connection) is None
    except NewerDatabaseError:
        return False
    finally:
        engine.dispose()


def migrate(engine: Engine, revision: str = "head", *, back: bool = False) -> None:
    """Migrate the tables to a revision; with `back`, downgrade to it ("base" removes all tables).

    SQLite cannot alter a table that others point at while it enforces foreign keys. So they are not enforced during a
    migration and are checked as a whole before it is committed. Raises as `open_database`.
    """
    with engine.connect() as connection, foreign_keys_disabled(connection), write_transaction(connection):
        step = command.downgrade if back else command.upgrade
        try:
            step(alembic_config(connection), revision)
        except CommandError:  # the database has a revision that this version does not know
            raise NewerDatabaseError from None
        check_foreign_keys(connection)


def _is_ready(engine: Engine, starter: Path, stale_after: timedelta) -> bool:
    """Return whether there is nothing to do: a reader need not wait for the write lock."""
    with engine.connect() as connection:
        return (
            is_at_head(connection)
            and is_current(connection, starter)
            and is_indexed(connection)
            and not stale_services(connection, stale_after)
        )


def _load_seed_and_index(engine: Engine, starter: Path, stale_after: timedelta) -> None:
    with engine.connect() as connection, write_transaction(connection):
        indexed = is_indexed(connection)
        changed = load_seed(connection, starter)
        index_services(connection, changed if indexed else None, stale_after)
        index_services(connection, stale_services(connection, stale_after), stale_after)
