"""What the migrations know: which revisions there are, and which tables are ours at each.

The danger is somebody else's table in the same database: only what our migrations made is ever
read or emptied.
"""

from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

import directory.migrations
from directory.db.engine import NewerDatabaseError, connect

OF_ALEMBIC: Final = "alembic_version"


def config_for(connection: Connection | None = None) -> Config:
    """Return Alembic's settings for our migrations in the transaction of a connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(str(directory.migrations.__file__)).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@cache
def known_revisions() -> frozenset[str]:
    """Return every revision that this version can bring a database to."""
    return frozenset(step.revision for step in ScriptDirectory.from_config(config_for()).walk_revisions())


@cache
def our_tables(revision: str) -> frozenset[str]:
    """Return the names of our tables at a revision ("head" is the newest), as the migrations make them."""
    engine = connect("sqlite://")
    with engine.begin() as connection:
        command.upgrade(config_for(connection), revision)
        names = inspect(connection).get_table_names()
    engine.dispose()
    return frozenset(names) - {OF_ALEMBIC}


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database, None where there is nothing of ours.

    Raises:
        NewerDatabaseError: it is none that we know.
    """
    there = set(inspect(connection).get_table_names())
    revision = MigrationContext.configure(connection).get_current_revision() if OF_ALEMBIC in there else None
    if revision is None and not there & our_tables("head"):
        return None
    if revision not in known_revisions():
        raise NewerDatabaseError
    return revision
