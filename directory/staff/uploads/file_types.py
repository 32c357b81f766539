"""Detect the type of an uploaded file from its name and first bytes, and reject unsafe files.

The danger is a hostile file: a name that leads out of a folder, or a few kilobytes that unpack to gigabytes in a
process that also serves chats. The import validates everything else.
"""

import io
import unicodedata
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

_MAX_UNPACKED_BYTES: Final = 32 * 1024 * 1024
"""The import may use thirty times as much memory; the command line accepts more."""
_MAX_STEM_LENGTH: Final = 50
_ZIP: Final = b"PK"
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
_PACKED: Final = frozenset({".xlsx", ".zip"})


class RejectedFileError(ValueError):
    """A file that is not stored; each subclass is one reason."""


class NoFileChosenError(RejectedFileError):
    """No file was chosen."""


class EmptyFileError(RejectedFileError):
    """The file is empty."""


class UnknownExtensionError(RejectedFileError):
    """The extension is not that of a file type that can be imported."""


class ContentMismatchError(RejectedFileError):
    """The content does not match the extension."""


class UnpackedTooLargeError(RejectedFileError):
    """The file unpacks to more than the page accepts; the command line accepts more."""


class TooManyUploadsError(RejectedFileError):
    """The maximum number of waiting uploads is reached."""


class FileKind(StrEnum):
    """The kinds of uploads."""

    SHEET = "sheet"
    HSDS = "hsds"
    CATALOGUE = "catalogue"


_KINDS: Final = {".csv": FileKind.SHEET, ".xlsx": FileKind.SHEET, ".json": FileKind.HSDS, ".zip": FileKind.HSDS}


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """An uploaded file with a safe name."""

    kind: FileKind
    name: str
    content: bytes = field(repr=False)


def read_file(name: str, content: bytes) -> UploadedFile:
    """Return an uploaded file with its kind and a safe name.

    Raises:
        RejectedFileError: it is empty, of an unknown type, or too large when unpacked.
    """
    ending = PurePosixPath(name).suffix.casefold()
    if ending not in _KINDS:
        raise UnknownExtensionError
    if not content.strip(b"\0 \t\r\n"):
        raise EmptyFileError
    is_packed = content.startswith(_ZIP)
    if is_packed != (ending in _PACKED) and not content.startswith(_OLD_WORKBOOK):
        raise ContentMismatchError
    if is_packed:
        _check_unpacked_size(content)
    return UploadedFile(_KINDS[ending], _safe_name(name, ending), content)


def _check_unpacked_size(content: bytes) -> None:
    """Check the sizes that an archive declares; readers never read more of a member than it declares."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError):
        raise ContentMismatchError from None
    if unpacked > _MAX_UNPACKED_BYTES:
        raise UnpackedTooLargeError


def _safe_name(name: str, ending: str) -> str:
    """Return a name without folders and invisible characters, short enough for any file system."""
    last = name.replace("\\", "/").rpartition("/")[2][: -len(ending)]
    stem = "".join(char for char in last if unicodedata.category(char)[0] not in "CZ" or char == " ")
    return (stem.strip(". ")[:_MAX_STEM_LENGTH].strip() or "file") + ending
