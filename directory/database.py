"""Open the directory's database: migrated to the newest step and filled.

Two processes may start at once, so migrating and filling each hold the database's
write lock; the second process waits, then finds the work done.
"""

from datetime import timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from directory.db.engine import NewerDatabaseError, answer_soon, connect, links_unchecked, locked, refuse_broken_links
from directory.search.index import index_services, is_indexed, stale_services
from directory.seed.loader import STARTER, fill, is_filled
from directory.service import DEFAULT_STALE_AFTER

_MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(url: str, starter: Path = STARTER, stale_after: timedelta = DEFAULT_STALE_AFTER) -> Engine:
    """Return an engine on a directory that is migrated, holds the starter entries and is ready for search.

    `url` is an SQLAlchemy address; the folder of an SQLite file is made. `starter` is a
    folder with the CSV files that `starter/README.md` describes. A verification older than `stale_after`
    counts no more. Safe to run any number of
    times: entries that did not change in the starter are left alone. An older database whose services search
    does not know yet is indexed whole.

    Raises:
        directory.db.engine.BrokenLinksError: a migration would leave broken links.
        directory.db.engine.NewerDatabaseError: a newer version of Waylight made the tables.
        directory.seed.loader.StarterError: a starter file is missing or malformed.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached or written.
    """
    engine = connect(url)
    try:
        if not _is_ready(engine, starter, stale_after):
            migrate(engine)
            _fill(engine, starter, stale_after)
    except BaseException:
        engine.dispose()
        raise
    return engine


def is_migrated(url: str) -> bool:
    """Tell whether a database has the tables of this version; change nothing, and wait no longer than people do.

    Raises:
        directory.db.engine.UnknownDatabaseError: the address is of another kind of database.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached or read.
    """
    engine = connect(url)
    answer_soon(engine)
    try:
        with engine.connect() as connection:
            return _has_our_tables(connection)
    finally:
        engine.dispose()


def _has_our_tables(connection: Connection) -> bool:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


def _is_ready(engine: Engine, starter: Path, stale_after: timedelta) -> bool:
    """Tell whether there is nothing to do: whoever only reads need not wait for somebody who writes."""
    with engine.connect() as connection:
        return (
            _has_our_tables(connection)
            and is_filled(connection, starter)
            and is_indexed(connection)
            and not stale_services(connection, stale_after)
        )


def _fill(engine: Engine, starter: Path, stale_after: timedelta) -> None:
    with engine.connect() as connection, locked(connection):
        indexed = is_indexed(connection)
        changed = fill(connection, starter)
        index_services(connection, changed if indexed else None, stale_after)
        index_services(connection, stale_services(connection, stale_after), stale_after)


def migrate(engine: Engine, revision: str = "head", *, back: bool = False) -> None:
    """Bring the tables to a revision; with `back`, undo the steps after it ("base" undoes all).

    SQLite cannot change a table that others point at while it enforces links, so they
    are not enforced during the step and are checked as a whole before it is kept. Raises as `open_database`.
    """
    with engine.connect() as connection, links_unchecked(connection), locked(connection):
        config = _config()
        config.attributes["connection"] = connection
        step = command.downgrade if back else command.upgrade
        try:
            step(config, revision)
        except CommandError:  # the revision that is there is none that we know
            raise NewerDatabaseError from None
        refuse_broken_links(connection)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
