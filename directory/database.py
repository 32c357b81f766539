"""Open the directory's database: migrated to the newest step and filled.

Two processes may start at once, so migrating and filling each hold the database's
write lock; the second process waits, then finds the work done.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from directory.connection import connect, links_unchecked, locked, refuse_broken_links
from directory.starter.loader import STARTER, fill

_MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(url: str, starter: Path = STARTER) -> Engine:
    """Return an engine on a directory that is migrated and holds the starter entries.

    `url` is an SQLAlchemy address; the folder of an SQLite file is made. `starter` is a
    folder with the CSV files that `starter/README.md` describes. Safe to run any number of
    times: entries that did not change in the starter are left alone.

    Raises:
        directory.connection.BrokenLinksError: a migration would leave broken links.
        directory.starter.loader.StarterError: a starter file is missing or malformed.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached or written.
    """
    engine = connect(url)
    migrate(engine)
    with engine.connect() as connection, locked(connection):
        fill(connection, starter)
    return engine


def migrate(engine: Engine, revision: str = "head", *, back: bool = False) -> None:
    """Bring the tables to a revision; with `back`, undo the steps after it ("base" undoes all).

    SQLite cannot change a table that others point at while it enforces links, so they
    are not enforced during the step and are checked as a whole before it is kept.
    """
    with engine.connect() as connection, links_unchecked(connection), locked(connection):
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        step = command.downgrade if back else command.upgrade
        step(config, revision)
        refuse_broken_links(connection)
