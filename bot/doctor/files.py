"""Whether others on this machine can read the database and the secrets."""

import os
import stat
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy.exc import ArgumentError

from bot.doctor.database import file_of
from bot.doctor.finding import Finding, Level
from bot.settings import Settings

_OTHERS = stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH
_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps next to its file."""

_finding = partial(Finding, "files")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield each file that others can read or write."""
    found = [finding for path in (*_of_the_database(settings), *_secrets(settings)) for finding in _openness(path)]
    for finding in found or [_finding(Level.OK, "Nobody else on this machine can read the database or the secrets.")]:
        yield finding


def _of_the_database(settings: Settings) -> list[Path]:
    try:
        file = file_of(settings.database_url)
    except ArgumentError:
        return []
    return [path for path in (file, *(Path(f"{file}{end}") for end in _BESIDE)) if path.exists()] if file else []


def _secrets(settings: Settings) -> list[Path]:
    folders = {settings.secrets_dir, Path(os.environ.get("CREDENTIALS_DIRECTORY") or "/dev/null")}
    return sorted(path for folder in folders if folder and folder.is_dir() for path in folder.glob("waylight_*"))


def _openness(path: Path) -> Iterator[Finding]:
    """Yield a fault where somebody else can get to a file and read or write it."""
    folder = path.resolve().parent
    if path.stat().st_mode & _OTHERS and folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH):
        yield _finding(Level.FAULT, f"Others on this machine can read or write {path.name}: `chmod 600` it.")
