"""Schema revisions: those that this version knows, the tables of each, and the revision of a database.

The danger is another program's table in the same database: only tables that our migrations made are ever read or
emptied.
"""

from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from directory.db.engine import NewerDatabaseError, open_engine

VERSION_TABLE: Final = "alembic_version"
_MIGRATIONS: Final = Path(__file__).parents[1] / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for our migrations; they run in the transaction of `connection`."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def is_at_head(connection: Connection) -> bool:
    """Return whether a database has the newest revision that this version knows."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


@cache
def known_revisions() -> frozenset[str]:
    """Return every revision that this version can migrate a database to."""
    return frozenset(step.revision for step in ScriptDirectory.from_config(alembic_config()).walk_revisions())


@cache
def tables_at(revision: str) -> frozenset[str]:
    """Return the names of our tables at a revision ("head" is the newest), as the migrations create them."""
    engine = open_engine("sqlite://")
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), revision)
        names = inspect(connection).get_table_names()
    engine.dispose()
    return frozenset(names) - {VERSION_TABLE}


def current_revision(connection: Connection) -> str | None:
    """Return the revision of a database, None if it has none of our tables.

    Raises:
        NewerDatabaseError: this version does not know the revision.
    """
    tables = set(inspect(connection).get_table_names())
    revision = MigrationContext.configure(connection).get_current_revision() if VERSION_TABLE in tables else None
    if revision is None and not tables & tables_at("head"):
        return None
    if revision not in known_revisions():
        raise NewerDatabaseError
    return revision
