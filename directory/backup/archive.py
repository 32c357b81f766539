"""The file of a backup: what stands in it, and how it is checked.

The danger is a file that is half right: cut off, changed, or made by somebody else. So everything is
read and compared with the manifest before a single row is believed.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from directory.backup.manifest import BROKEN, FOREIGN, MANIFEST, BadBackupError, file_of, manifest_of

_LONGEST_LINE: Final = 1 << 24
_LARGEST: Final = 1 << 40
"""No directory takes a terabyte: a file that unpacks to more is meant to keep us busy for ever."""


class Archive:
    """A backup that is open for reading. Each method raises BadBackupError where the file is broken."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        """Read the manifest."""
        self._file = file
        self.manifest = manifest_of(file)

    def rows(self, table: str) -> Iterator[list[Any]]:
        """Yield the values of each row of a table."""
        with _whole(), self._file.open(file_of(table)) as lines:
            while line := lines.readline(_LONGEST_LINE):
                yield json.loads(line)

    def check(self) -> None:
        """Read everything and compare it with the manifest."""
        expected = {MANIFEST, *map(file_of, self.manifest.tables)}
        if sorted(self._file.namelist()) != sorted(expected):
            raise BadBackupError(BROKEN)
        for name, table in self.manifest.tables.items():
            if self._summary(name, len(table.columns)) != (table.rows, table.sha256):
                raise BadBackupError(BROKEN)

    def _summary(self, name: str, width: int) -> tuple[int, str]:
        """Return the number of rows and the hash of a table's file."""
        rows, seen, size = 0, hashlib.sha256(), 0
        with _whole(), self._file.open(file_of(name)) as lines:
            while line := lines.readline(_LONGEST_LINE):
                seen.update(line)
                rows += 1
                size += len(line)
                values = json.loads(line)
                if not _is_row(values, width) or size > _LARGEST:
                    raise BadBackupError(BROKEN)
        return rows, seen.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a backup and check all of it.

    Raises:
        BadBackupError: it cannot be restored.
        OSError: it cannot be read.
    """
    with ExitStack() as stack:
        with _whole():
            archive = Archive(stack.enter_context(zipfile.ZipFile(path)))
            archive.check()
        yield archive


@contextmanager
def _whole() -> Iterator[None]:
    """Say in one sentence what Python says in many exceptions."""
    try:
        yield
    except zipfile.BadZipFile as fault:
        raise BadBackupError(BROKEN if "CRC" in str(fault) else FOREIGN) from fault
    except (
        zlib.error,
        EOFError,
        KeyError,
        UnicodeError,
        RecursionError,
        NotImplementedError,
        json.JSONDecodeError,
    ) as fault:
        raise BadBackupError(BROKEN) from fault
    except RuntimeError as fault:
        # A password is wanted: none of ours has one.
        raise BadBackupError(FOREIGN) from fault


def _is_row(values: Any, width: int) -> bool:
    plain = str | int | float | None
    return isinstance(values, list) and len(values) == width and all(isinstance(one, plain) for one in values)
