"""Open the source of an import: a file, a folder or a ZIP, and nothing outside of it.

The danger is an untrusted archive: names that climb out of the folder, and a few kilobytes that unpack to terabytes.
Nothing is ever unpacked to the disk.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, cast

from directory.domain.import_report import Issue
from directory.exchange.hsds.json_reader import UnreadableFileError

_MOST_BYTES: Final = 2**33
_MOST_MEMBERS: Final = 10_000
_MOST_RATIO: Final = 200
_SMALL: Final = 2**20
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_ENDINGS: Final = (".json", ".csv")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the source: its name without folders, and how to open it."""

    name: str
    open: Callable[[], BinaryIO]


@contextmanager
def open_source(path: Path) -> Iterator[list[SourceFile]]:
    """Yield the JSON and CSV files of a file, folder or ZIP, by name.

    Raises:
        UnreadableFileError: the archive is broken, too large, encrypted, or names files outside of it.
        OSError: the path cannot be read.
    """
    try:
        yield from _source_files(path)
    except _BROKEN:
        raise _unreadable(path.name, "This ZIP file is broken.", "Create it again.") from None


def _source_files(path: Path) -> Iterator[list[SourceFile]]:
    if path.is_dir():
        yield [_in_folder(path, file) for file in sorted(path.iterdir()) if _is_data_file(file.name)]
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield _in_archive(path.name, archive)
    else:
        yield [SourceFile(path.name, lambda: path.open("rb"))]


def _is_data_file(name: str) -> bool:
    return name.lower().endswith(_ENDINGS) and not name.startswith(".")


def _in_folder(folder: Path, file: Path) -> SourceFile:
    if not file.resolve().is_relative_to(folder.resolve()):
        raise _unreadable(
            file.name, "This file is a link to a place outside of its folder.", "Put the file itself there."
        )
    return SourceFile(file.name, lambda: file.open("rb"))


def _in_archive(name: str, archive: zipfile.ZipFile) -> list[SourceFile]:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_BYTES:
        raise _unreadable(name, "This ZIP file holds too much.", "Send it in parts.")
    for member in members:
        _check_member(name, member)
    wanted = [
        member for member in members if not member.is_dir() and _is_data_file(PurePosixPath(member.filename).name)
    ]
    if len({str(PurePosixPath(member.filename).parent) for member in wanted}) > 1:
        raise _unreadable(name, "This ZIP file has its files in several folders.", "Put them all into one.")
    return [_to_source_file(archive, member) for member in sorted(wanted, key=lambda member: member.filename)]


def _to_source_file(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> SourceFile:
    return SourceFile(PurePosixPath(member.filename).name, lambda: cast("BinaryIO", archive.open(member)))


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        raise _unreadable(
            name, "A name in this ZIP file leads out of it.", "Create it again from the files of one folder."
        )
    if member.flag_bits & 1:
        raise _unreadable(name, "This ZIP file has a password.", "Create it again without one.")
    if member.file_size > _SMALL and member.file_size > _MOST_RATIO * max(member.compress_size, 1):
        reason = "A file in this ZIP unpacks to far more than a directory needs."
        raise _unreadable(name, reason, "Send the files as they are.")


def _unreadable(name: str, reason: str, hint: str) -> UnreadableFileError:
    return UnreadableFileError(Issue(name, None, None, reason, hint))
