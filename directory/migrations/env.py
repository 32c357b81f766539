"""Alembic runs this file; it is not imported.

The connection comes from `directory.database`, in a transaction that the caller commits: a migration that fails halfway
must leave nothing behind.
"""

from alembic import context

from directory.models import Record, protected  # noqa: F401 - its tables are in the metadata too

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    # SQLite can hardly alter a table; batch mode creates a new one and copies the rows.
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
