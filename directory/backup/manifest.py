"""What a backup says of itself, and the sentences with which one is refused."""

import json
import zipfile
from dataclasses import asdict, dataclass
from typing import Any, Final

FORMAT: Final = "waylight-directory-backup/1"
MANIFEST: Final = "manifest.json"
_LONGEST_MANIFEST: Final = 1 << 20


FOREIGN: Final = "This file is no backup of a Waylight directory."
BROKEN: Final = "This backup is damaged or was changed: nothing of it can be relied on."
NEWER: Final = "This backup was made by a newer version of Waylight: update Waylight first."
UNFIT: Final = "This backup holds values that this kind of database cannot keep."


class BadBackupError(ValueError):
    """The file is no backup that can be restored; the text is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """The rows of one table: `columns` in the order of the values of each line."""

    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `tables` are by name."""

    revision: str
    made_at: str
    tables: dict[str, TableFile]

    def to_json(self) -> str:
        """Return the manifest as it stands in the file."""
        return json.dumps({"format": FORMAT} | asdict(self), indent=1)


def file_of(table: str) -> str:
    """Return the name of a table's file."""
    return f"tables/{table}.jsonl"


def manifest_of(file: zipfile.ZipFile) -> Manifest:
    """Return what a file says of itself.

    Raises:
        BadBackupError: it is none of ours, or of a newer version.
        zipfile.BadZipFile, ValueError, RecursionError: it is damaged.
    """
    if MANIFEST not in file.namelist():
        raise BadBackupError(FOREIGN)
    with file.open(MANIFEST) as text:
        found = json.loads(text.read(_LONGEST_MANIFEST))
    kind = found.get("format") if isinstance(found, dict) else None
    if kind != FORMAT:
        ours = isinstance(kind, str) and kind.startswith(FORMAT.split("/")[0])
        raise BadBackupError(NEWER if ours else FOREIGN)
    try:
        return Manifest(
            str(found["revision"]), str(found["made_at"]), {name: _table(one) for name, one in found["tables"].items()}
        )
    except (TypeError, AttributeError, ValueError, KeyError) as fault:
        raise BadBackupError(BROKEN) from fault


def _table(found: dict[str, Any]) -> TableFile:
    return TableFile(tuple(map(str, found["columns"])), int(found["rows"]), str(found["sha256"]))
