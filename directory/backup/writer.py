"""Write a backup: everything in one snapshot, into a file that only its owner can read."""

import hashlib
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, Table

from directory.backup.archive import opened
from directory.backup.manifest import MANIFEST, Manifest, TableFile, file_of
from directory.backup.row_codec import kept_tables, lines_of
from directory.backup.schema_revisions import revision_of


class NothingToKeepError(RuntimeError):
    """The database holds no directory."""


def back_up(engine: Engine, path: Path) -> Manifest:
    """Write a new file of mode 0600, read it again to be sure of it, and return what it holds.

    Others may go on writing to the database: what they write after the start is not in it.

    Raises:
        NothingToKeepError: the database is empty.
        FileExistsError: there is such a file; nothing is ever written over.
        OSError: the file cannot be written.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with open(descriptor, "w+b") as file, engine.connect() as connection:  # noqa: PTH123 - opened above
            manifest = _write(file, connection)
            file.flush()
            os.fsync(file.fileno())
        with opened(path):
            return manifest
    except BaseException:
        path.unlink()
        raise


def _write(file: IO[bytes], connection: Connection) -> Manifest:
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with connection.begin(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        revision = revision_of(connection)
        if revision is None:
            raise NothingToKeepError
        tables = {table.name: _table(archive, connection, table) for table in kept_tables(connection, revision)}
        manifest = Manifest(revision, datetime.now(UTC).isoformat(timespec="seconds"), tables)
        # Last, so that a file that was cut off has none.
        archive.writestr(MANIFEST, manifest.to_json())
    return manifest


def _table(archive: zipfile.ZipFile, connection: Connection, table: Table) -> TableFile:
    rows, seen = 0, hashlib.sha256()
    with archive.open(file_of(table.name), "w", force_zip64=True) as file:
        for line in lines_of(connection, table):
            file.write(line)
            seen.update(line)
            rows += 1
    return TableFile(tuple(table.c.keys()), rows, seen.hexdigest())
