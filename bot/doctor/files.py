"""Whether others on this machine can read the database and the secrets, or put a model of theirs in our place."""

import stat
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy.exc import ArgumentError

from bot.core.settings import Settings
from bot.doctor.database import file_of
from bot.doctor.finding import Finding, Level

_OTHERS = stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH
_WRITTEN_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps next to its file."""

_finding = partial(Finding, "files")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield each file that others can read or write."""
    found = [finding for path in (*_of_the_database(settings), *_secrets(settings)) for finding in _openness(path)]
    found += _of_the_models(settings.data_dir / "models")
    for finding in found or [_finding(Level.OK, "Nobody else on this machine can read the database or the secrets.")]:
        yield finding


def _of_the_database(settings: Settings) -> list[Path]:
    try:
        file = file_of(settings.database_url)
    except ArgumentError:
        return []
    return [path for path in (file, *(Path(f"{file}{end}") for end in _BESIDE)) if path.exists()] if file else []


def _secrets(settings: Settings) -> list[Path]:
    # Not systemd's credentials: it lets the unit's user read them by access lists, which look like rights of a group.
    folder = settings.secrets_dir
    files = sorted(folder.glob("waylight_*")) if folder and folder.is_dir() else []
    staff_key = settings.data_dir / "staff.key"
    return [*files, staff_key] if staff_key.exists() else files


def _of_the_models(folder: Path) -> list[Finding]:
    """A model is code to us: who can write one can do anything that we can."""
    models = [folder, *folder.glob("*.tar.gz")] if folder.is_dir() else []
    if any(path.stat().st_mode & _WRITTEN_BY_OTHERS for path in models):
        return [
            _finding(Level.FAULT, "Others on this machine can write a model that we would run: `chmod -R go-w models`.")
        ]
    return []


def _openness(path: Path) -> Iterator[Finding]:
    """Yield a fault where somebody else can get to a file and read or write it."""
    folder = path.resolve().parent
    if path.stat().st_mode & _OTHERS and folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH):
        yield _finding(Level.FAULT, f"Others on this machine can read or write {path.name}: `chmod 600` it.")
