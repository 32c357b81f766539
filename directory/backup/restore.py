"""Restore a backup into a database: all of it, or nothing is changed.

The danger is a directory that is half old and half new. So the file is validated first, and everything after that
happens in one transaction, on PostgreSQL as on SQLite.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from alembic import command
from sqlalchemy import Connection, Engine, Table, bindparam, insert, text, update
from sqlalchemy.exc import DataError, IntegrityError

from directory.backup.archive import (
    DAMAGED,
    NEWER_VERSION,
    UNSUPPORTED_VALUES,
    BackupArchive,
    BackupManifest,
    InvalidBackupError,
    open_archive,
)
from directory.backup.row_codec import EXCLUDED_TABLES, backup_tables, reset_sequences, value_decoders
from directory.backup.undone import find_undone
from directory.db.engine import (
    ForeignKeyViolationError,
    analyze,
    check_foreign_keys,
    foreign_keys_disabled,
    write_transaction,
)
from directory.db.schema_revisions import alembic_config, current_revision, known_revisions, tables_at
from directory.search.index import index_services
from directory.service import DEFAULT_STALE_AFTER

_BATCH_SIZE: Final = 1000


class DatabaseNotEmptyError(RuntimeError):
    """The database holds data, and the caller did not allow it to be replaced."""


class UndoesProtectionError(RuntimeError):
    """The backup would undo protections or exclusions; `sentences` say which, without any protected value."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(len(sentences))
        self.sentences = sentences


def list_undone(engine: Engine, path: Path) -> list[str]:
    """Return a sentence for each protection and each exclusion of an account that restoring a backup would undo.

    Raises:
        InvalidBackupError: the file cannot be restored.
        NewerDatabaseError: the database has a newer version.
        OSError: the file cannot be read.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    with open_archive(path) as archive, engine.connect() as connection:
        revision = current_revision(connection)
        return find_undone(connection, revision, archive) if revision else []


def restore_backup(
    engine: Engine,
    path: Path,
    *,
    replace: bool = False,
    undo_protections: bool = False,
    stale_after: timedelta = DEFAULT_STALE_AFTER,
) -> BackupManifest:
    """Restore a backup, if `replace` in place of all existing data; return its manifest.

    Places that were protected since the backup, and accounts that were disabled, reset or changed since, would be as
    before: that needs `undo_protections`.

    A backup of an older version is migrated to the present tables, and search is reindexed. Safe to repeat.

    Raises:
        InvalidBackupError: the file cannot be restored; nothing was changed.
        NewerDatabaseError: the database has a newer version; nothing was changed.
        DatabaseNotEmptyError: the database is not empty; nothing was changed.
        UndoesProtectionError: it would undo protections or exclusions; nothing was changed.
        OSError: the file cannot be read.
        sqlalchemy.exc.SQLAlchemyError: the database failed; nothing was changed.
    """
    with (
        open_archive(path) as archive,
        engine.connect() as connection,
        foreign_keys_disabled(connection),
        write_transaction(connection),
    ):
        if archive.manifest.revision not in known_revisions():
            raise InvalidBackupError(NEWER_VERSION)
        before = current_revision(connection)
        if before and not replace:
            raise DatabaseNotEmptyError
        undone = find_undone(connection, before, archive) if before and not undo_protections else []
        if undone:
            raise UndoesProtectionError(undone)
        if before:
            _drop_tables(connection, before)
        command.upgrade(alembic_config(connection), archive.manifest.revision)
        with _translate_errors():
            _insert_rows(connection, archive)
            check_foreign_keys(connection)
        command.upgrade(alembic_config(connection), "head")
        index_services(connection, None, stale_after)
        check_foreign_keys(connection)
        analyze(connection)
        return archive.manifest


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Raise InvalidBackupError if rows agree with the manifest but the database rejects them."""
    try:
        yield
    except InvalidBackupError:
        raise
    except (DataError, OverflowError, ForeignKeyViolationError, IntegrityError, ValueError, TypeError) as exc:
        # SQLite stores texts and numbers that PostgreSQL rejects, such as a NUL.
        error = InvalidBackupError(UNSUPPORTED_VALUES if isinstance(exc, DataError | OverflowError) else DAMAGED)
        try:
            raise error from None
        finally:
            # PostgreSQL quotes the row that it rejects, and a logger that follows the chain would print it.
            error.__context__ = None


def _drop_tables(connection: Connection, revision: str) -> None:
    """Remove all our rows, then all our tables by downgrading: the migrations know what they created."""
    existing = tables_at(revision)
    for name in (table for table in EXCLUDED_TABLES if table in existing):
        connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - our names
    for table in reversed(backup_tables(connection, revision)):
        for column in _self_references(table):
            connection.execute(update(table).values({column: None}))
        connection.execute(table.delete())
    command.downgrade(alembic_config(connection), "base")


def _insert_rows(connection: Connection, archive: BackupArchive) -> None:
    tables = backup_tables(connection, archive.manifest.revision)
    expected = {table.name: set(table.c.keys()) for table in tables}
    if expected != {name: set(table.columns) for name, table in archive.manifest.tables.items()}:
        raise InvalidBackupError(DAMAGED)
    for table in tables:
        references = dict.fromkeys(_self_references(table))
        for batch in _batches(_rows(archive, table)):
            connection.execute(insert(table), [row | references for row in batch])
    for table in tables:
        _set_self_references(connection, archive, table)
        reset_sequences(connection, table)


def _rows(archive: BackupArchive, table: Table) -> Iterator[dict[str, Any]]:
    columns = archive.manifest.tables[table.name].columns
    decoders = value_decoders(table, columns)
    for values in archive.rows(table.name):
        yield {name: decode(value) for name, decode, value in zip(columns, decoders, values, strict=True)}


def _set_self_references(connection: Connection, archive: BackupArchive, table: Table) -> None:
    """Set the links inside a table when it has all its rows: PostgreSQL checks each link at once."""
    for column in _self_references(table):
        links = ({"key": row["id"], "to": row[column]} for row in _rows(archive, table) if row[column])
        stmt = update(table).where(table.c.id == bindparam("key")).values({column: bindparam("to")})
        for batch in _batches(links):
            connection.execute(stmt, batch)


def _self_references(table: Table) -> list[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH_SIZE)):
        yield batch
