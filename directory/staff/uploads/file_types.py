"""What a file is, by its name and its first bytes.

The danger is a file from a stranger: a name that leads out of a folder, a few kilobytes that unpack to gigabytes in a
process that also answers people. Everything finer is the import's to judge.
"""

import io
import unicodedata
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from directory.staff.uploads.errors import EmptyFileError, TooMuchInsideError, UnknownEndingError, WrongContentError

_UNPACKED_AT_MOST: Final = 32 * 1024 * 1024
"""What is read of it may stand in memory as some thirty times that; the command line takes more."""
_LONGEST_STEM: Final = 50
_ZIP: Final = b"PK"
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"


class Kind(StrEnum):
    """What can be uploaded."""

    SHEET = "sheet"
    HSDS = "hsds"
    CATALOGUE = "catalogue"


_KINDS: Final = {".csv": Kind.SHEET, ".xlsx": Kind.SHEET, ".json": Kind.HSDS, ".zip": Kind.HSDS}
_PACKED: Final = frozenset({".xlsx", ".zip"})


@dataclass(frozen=True, slots=True)
class File:
    """A file that was brought; its name leads nowhere."""

    kind: Kind
    name: str
    content: bytes = field(repr=False)


def read_file(name: str, content: bytes) -> File:
    """Return what a file is.

    Raises:
        RefusedFileError: it is empty, none of what an import reads, or too large once unpacked.
    """
    ending = PurePosixPath(name).suffix.casefold()
    if ending not in _KINDS:
        raise UnknownEndingError
    if not content.strip(b"\0 \t\r\n"):
        raise EmptyFileError
    is_packed = content.startswith(_ZIP)
    if is_packed != (ending in _PACKED) and not content.startswith(_OLD_WORKBOOK):
        raise WrongContentError
    if is_packed:
        _refuse_bombs(content)
    return File(_KINDS[ending], _plain_name(name, ending), content)


def _refuse_bombs(content: bytes) -> None:
    """Believe the sizes that an archive names: nobody reads more of a part than it says of itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError):
        raise WrongContentError from None
    if unpacked > _UNPACKED_AT_MOST:
        raise TooMuchInsideError


def _plain_name(name: str, ending: str) -> str:
    """Return a name without folders and invisible signs, short enough for every disk."""
    last = name.replace("\\", "/").rpartition("/")[2][: -len(ending)]
    stem = "".join(one for one in last if unicodedata.category(one)[0] not in "CZ" or one == " ")
    return (stem.strip(". ")[:_LONGEST_STEM].strip() or "file") + ending
