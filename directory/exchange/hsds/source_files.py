"""Open what an import is given: a file, a folder or a ZIP, never anything outside of it.

The danger is an archive from a stranger: names that climb out of the folder, and a few kilobytes that
unpack to terabytes. Nothing is ever unpacked to the disk.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, cast

from directory.exchange.hsds.json_reader import UnreadableError
from directory.exchange.report import Fault

_MOST_BYTES: Final = 2**33
_MOST_MEMBERS: Final = 10_000
_MOST_RATIO: Final = 200
_SMALL: Final = 2**20
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_ENDINGS: Final = (".json", ".csv")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of what was given: its name without folders, and how to open it."""

    name: str
    open: Callable[[], BinaryIO]


@contextmanager
def members(path: Path) -> Iterator[list[Member]]:
    """Give the JSON and CSV files of a file, folder or ZIP, by name.

    Raises:
        UnreadableError: the archive is broken, too large, locked or climbs out of itself.
        OSError: the path cannot be read.
    """
    try:
        yield from _given(path)
    except _BROKEN:
        raise _refused(path.name, "This ZIP file is broken.", "Make it anew.") from None


def _given(path: Path) -> Iterator[list[Member]]:
    if path.is_dir():
        yield [_in_folder(path, one) for one in sorted(path.iterdir()) if _wanted(one.name)]
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield _in_archive(path.name, archive)
    else:
        yield [Member(path.name, lambda: path.open("rb"))]


def _wanted(name: str) -> bool:
    return name.lower().endswith(_ENDINGS) and not name.startswith(".")


def _in_folder(folder: Path, file: Path) -> Member:
    if not file.resolve().is_relative_to(folder.resolve()):
        raise _refused(file.name, "This file is a link to a place outside of its folder.", "Put the file itself there.")
    return Member(file.name, lambda: file.open("rb"))


def _in_archive(name: str, archive: zipfile.ZipFile) -> list[Member]:
    found = archive.infolist()
    if len(found) > _MOST_MEMBERS or sum(one.file_size for one in found) > _MOST_BYTES:
        raise _refused(name, "This ZIP file holds too much.", "Send it in parts.")
    for one in found:
        _check_member(name, one)
    wanted = [one for one in found if not one.is_dir() and _wanted(PurePosixPath(one.filename).name)]
    if len({str(PurePosixPath(one.filename).parent) for one in wanted}) > 1:
        raise _refused(name, "This ZIP file has its files in several folders.", "Put them all into one.")
    return [_member(archive, one) for one in sorted(wanted, key=lambda one: one.filename)]


def _member(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Member:
    return Member(PurePosixPath(one.filename).name, lambda: cast("BinaryIO", archive.open(one)))


def _check_member(name: str, one: zipfile.ZipInfo) -> None:
    parts = one.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        raise _refused(name, "A name in this ZIP file leads out of it.", "Make it anew from the files of one folder.")
    if one.flag_bits & 1:
        raise _refused(name, "This ZIP file has a password.", "Make it anew without one.")
    if one.file_size > _SMALL and one.file_size > _MOST_RATIO * max(one.compress_size, 1):
        what = "A file in this ZIP unpacks to far more than a directory needs."
        raise _refused(name, what, "Send the files as they are.")


def _refused(name: str, what: str, mend: str) -> UnreadableError:
    return UnreadableError(Fault(name, None, None, what, mend))
