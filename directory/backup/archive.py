"""The backup file: its manifest, and how it is validated.

The danger is a file that is only partly right: truncated, modified, or made by another program. So all of it is read
and compared with the manifest before a single row is used.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

FORMAT: Final = "waylight-directory-backup/1"
MANIFEST: Final = "manifest.json"
_MAX_MANIFEST_BYTES: Final = 1 << 20
_MAX_LINE_BYTES: Final = 1 << 24
_MAX_TABLE_BYTES: Final = 1 << 40
"""No directory takes a terabyte: a file that unpacks to more is an attack."""

NOT_A_BACKUP: Final = "This file is not a backup of a Waylight directory."
DAMAGED: Final = "This backup is damaged or was modified and cannot be restored."
NEWER_VERSION: Final = "This backup was made by a newer version of Waylight: update Waylight first."
UNSUPPORTED_VALUES: Final = "This backup holds values that this kind of database cannot store."


class InvalidBackupError(ValueError):
    """The file cannot be restored; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class TableManifest:
    """The rows of one table: `columns` in the order of the values of each line."""

    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """The content of a backup. `tables` are by name."""

    revision: str
    made_at: str
    tables: dict[str, TableManifest]

    def to_json(self) -> str:
        """Return the manifest as the file holds it."""
        return json.dumps({"format": FORMAT} | asdict(self), indent=1)


class BackupArchive:
    """A backup that is open for reading. Each method raises InvalidBackupError if the file is damaged."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        """Read the manifest."""
        self._file = file
        self.manifest = read_manifest(file)

    def rows(self, table: str) -> Iterator[list[Any]]:
        """Yield the values of each row of a table."""
        with _translate_errors(), self._file.open(table_path(table)) as lines:
            while line := lines.readline(_MAX_LINE_BYTES):
                yield json.loads(line)

    def check(self) -> None:
        """Read everything and compare it with the manifest."""
        expected = {MANIFEST, *map(table_path, self.manifest.tables)}
        if sorted(self._file.namelist()) != sorted(expected):
            raise InvalidBackupError(DAMAGED)
        for name, table in self.manifest.tables.items():
            if self._summarize(name, len(table.columns)) != (table.rows, table.sha256):
                raise InvalidBackupError(DAMAGED)

    def _summarize(self, table: str, width: int) -> tuple[int, str]:
        """Return the number of rows and the hash of a table's file."""
        rows, digest, size = 0, hashlib.sha256(), 0
        with _translate_errors(), self._file.open(table_path(table)) as lines:
            while line := lines.readline(_MAX_LINE_BYTES):
                digest.update(line)
                rows += 1
                size += len(line)
                if not _is_row(json.loads(line), width) or size > _MAX_TABLE_BYTES:
                    raise InvalidBackupError(DAMAGED)
        return rows, digest.hexdigest()


@contextmanager
def open_archive(path: Path) -> Iterator[BackupArchive]:
    """Open a backup and validate all of it.

    Raises:
        InvalidBackupError: it cannot be restored.
        OSError: it cannot be read.
    """
    with ExitStack() as stack:
        with _translate_errors():
            archive = BackupArchive(stack.enter_context(zipfile.ZipFile(path)))
            archive.check()
        yield archive


def table_path(table: str) -> str:
    """Return the name of a table's file in the archive."""
    return f"tables/{table}.jsonl"


def read_manifest(file: zipfile.ZipFile) -> BackupManifest:
    """Return the manifest of an archive.

    Raises:
        InvalidBackupError: it is not a Waylight backup, or made by a newer version.
        zipfile.BadZipFile, ValueError, RecursionError: it is damaged.
    """
    if MANIFEST not in file.namelist():
        raise InvalidBackupError(NOT_A_BACKUP)
    with file.open(MANIFEST) as text:
        document = json.loads(text.read(_MAX_MANIFEST_BYTES))
    file_format = document.get("format") if isinstance(document, dict) else None
    if file_format != FORMAT:
        is_ours = isinstance(file_format, str) and file_format.startswith(FORMAT.split("/")[0])
        raise InvalidBackupError(NEWER_VERSION if is_ours else NOT_A_BACKUP)
    try:
        tables = {name: _to_table(table) for name, table in document["tables"].items()}
        return BackupManifest(str(document["revision"]), str(document["made_at"]), tables)
    except (TypeError, AttributeError, ValueError, KeyError) as exc:
        raise InvalidBackupError(DAMAGED) from exc


def _to_table(document: dict[str, Any]) -> TableManifest:
    return TableManifest(tuple(map(str, document["columns"])), int(document["rows"]), str(document["sha256"]))


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Turn the many exceptions of a damaged archive into InvalidBackupError."""
    try:
        yield
    except zipfile.BadZipFile as exc:
        raise InvalidBackupError(DAMAGED if "CRC" in str(exc) else NOT_A_BACKUP) from exc
    except (
        zlib.error,
        EOFError,
        KeyError,
        UnicodeError,
        RecursionError,
        NotImplementedError,
        json.JSONDecodeError,
    ) as exc:
        raise InvalidBackupError(DAMAGED) from exc
    except RuntimeError as exc:
        # The archive asks for a password: none of ours has one.
        raise InvalidBackupError(NOT_A_BACKUP) from exc


def _is_row(values: Any, width: int) -> bool:
    plain = str | int | float | None
    return isinstance(values, list) and len(values) == width and all(isinstance(value, plain) for value in values)
