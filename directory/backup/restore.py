"""Put a backup into a database: the whole of it, or nothing is changed.

The danger is a directory that is half the old and half the new one. So the file is checked first,
and everything after happens in one transaction, on PostgreSQL as on SQLite.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from alembic import command
from sqlalchemy import Connection, Engine, Table, bindparam, insert, text, update
from sqlalchemy.exc import DataError, IntegrityError

from directory.backup.archive import Archive, opened
from directory.backup.manifest import BROKEN, NEWER, UNFIT, BadBackupError, Manifest
from directory.backup.row_codec import LEFT_OUT, kept_tables, number_onwards, value_readers
from directory.backup.schema_revisions import config_for, known_revisions, our_tables, revision_of
from directory.db.engine import BrokenLinksError, links_unchecked, locked, refresh_statistics, refuse_broken_links
from directory.search.index import index_services
from directory.service import DEFAULT_STALE_AFTER

_AT_ONCE: Final = 1000


class NotEmptyError(RuntimeError):
    """The database holds something, and nobody said that it may be replaced."""


def restore(
    engine: Engine, path: Path, *, replace: bool = False, stale_after: timedelta = DEFAULT_STALE_AFTER
) -> Manifest:
    """Put a backup into a database, in place of all that is there if `replace`; return what the backup holds.

    A backup of an older version is brought up to the present tables. What search needs is computed anew.
    Safe to repeat.

    Raises:
        BadBackupError: the file cannot be restored; nothing was changed.
        NewerDatabaseError: the database is of a newer version; nothing was changed.
        NotEmptyError: the database is not empty; nothing was changed.
        OSError: the file cannot be read.
        sqlalchemy.exc.SQLAlchemyError: the database refused; nothing was changed.
    """
    with opened(path) as archive, engine.connect() as connection, links_unchecked(connection), locked(connection):
        config = config_for(connection)
        if archive.manifest.revision not in known_revisions():
            raise BadBackupError(NEWER)
        before = revision_of(connection)
        if before and not replace:
            raise NotEmptyError
        if before:
            _empty(connection, before)
        command.upgrade(config, archive.manifest.revision)
        with _believed():
            _fill(connection, archive)
            refuse_broken_links(connection)
        command.upgrade(config, "head")
        index_services(connection, None, stale_after)
        refuse_broken_links(connection)
        refresh_statistics(connection)
        return archive.manifest


@contextmanager
def _believed() -> Iterator[None]:
    """Say in one sentence why rows that agree with the manifest are no rows of ours all the same."""
    try:
        yield
    except BadBackupError:
        raise
    except (DataError, OverflowError, BrokenLinksError, IntegrityError, ValueError, TypeError) as fault:
        # SQLite keeps texts and numbers that PostgreSQL does not, such as a NUL.
        refusal = BadBackupError(UNFIT if isinstance(fault, DataError | OverflowError) else BROKEN)
        try:
            raise refusal from None
        finally:
            # PostgreSQL quotes the row that it refuses, and a logger that walks the chain would print it.
            refusal.__context__ = None


def _empty(connection: Connection, revision: str) -> None:
    """Remove everything of ours, by the way back of the migrations: they know what they made."""
    there = our_tables(revision)
    for name in (one for one in LEFT_OUT if one in there):
        connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - our names
    for table in reversed(kept_tables(connection, revision)):
        for column in _links_to_itself(table):
            connection.execute(update(table).values({column: None}))
        connection.execute(table.delete())
    command.downgrade(config_for(connection), "base")


def _fill(connection: Connection, archive: Archive) -> None:
    tables = kept_tables(connection, archive.manifest.revision)
    if {table.name: set(table.c.keys()) for table in tables} != {
        name: set(one.columns) for name, one in archive.manifest.tables.items()
    }:
        raise BadBackupError(BROKEN)
    for table in tables:
        for batch in _batches(_records(archive, table)):
            _insert(connection, table, batch)
    for table in tables:
        _link_to_itself(connection, archive, table)
        number_onwards(connection, table)


def _records(archive: Archive, table: Table) -> Iterator[dict[str, Any]]:
    columns = archive.manifest.tables[table.name].columns
    readers = value_readers(table, columns)
    for values in archive.rows(table.name):
        yield {name: read(value) for name, read, value in zip(columns, readers, values, strict=True)}


def _insert(connection: Connection, table: Table, batch: list[dict[str, Any]]) -> None:
    later = dict.fromkeys(_links_to_itself(table))
    connection.execute(insert(table), [record | later for record in batch])


def _link_to_itself(connection: Connection, archive: Archive, table: Table) -> None:
    """Set the links inside a table once all its rows are there: PostgreSQL checks each at once."""
    for column in _links_to_itself(table):
        linked = ({"key": one["id"], "to": one[column]} for one in _records(archive, table) if one[column])
        statement = update(table).where(table.c.id == bindparam("key")).values({column: bindparam("to")})
        for batch in _batches(linked):
            connection.execute(statement, batch)


def _links_to_itself(table: Table) -> list[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _batches(records: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = iter(records)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch
