"""Write a backup: one snapshot of the database, in a file that only its owner can read."""

import hashlib
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, Table

from directory.backup.archive import MANIFEST, BackupManifest, TableManifest, open_archive, table_path
from directory.backup.row_codec import backup_tables, encode_rows
from directory.db.schema_revisions import current_revision


class EmptyDatabaseError(RuntimeError):
    """The database holds no directory."""


def create_backup(engine: Engine, path: Path) -> BackupManifest:
    """Write a new file of mode 0600, validate it, and return its manifest.

    Other connections may write to the database meanwhile: what they write after the start is not included.

    Raises:
        EmptyDatabaseError: the database is empty.
        FileExistsError: the file exists; nothing is ever overwritten.
        OSError: the file cannot be written.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file, engine.connect() as connection:
            manifest = _write(file, connection)
            file.flush()
            os.fsync(file.fileno())
        with open_archive(path):
            return manifest
    except BaseException:
        path.unlink()
        raise


def _write(file: IO[bytes], connection: Connection) -> BackupManifest:
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with connection.begin(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        revision = current_revision(connection)
        if revision is None:
            raise EmptyDatabaseError
        tables = {table.name: _write_table(archive, connection, table) for table in backup_tables(connection, revision)}
        manifest = BackupManifest(revision, datetime.now(UTC).isoformat(timespec="seconds"), tables)
        # Last, so that a truncated file has none.
        archive.writestr(MANIFEST, manifest.to_json())
    return manifest


def _write_table(archive: zipfile.ZipFile, connection: Connection, table: Table) -> TableManifest:
    rows, digest = 0, hashlib.sha256()
    with archive.open(table_path(table.name), "w", force_zip64=True) as file:
        for line in encode_rows(connection, table):
            file.write(line)
            digest.update(line)
            rows += 1
    return TableManifest(tuple(table.c.keys()), rows, digest.hexdigest())
