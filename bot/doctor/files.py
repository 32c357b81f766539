"""Check of file permissions: other users must not read the database and the secrets, or write a model."""

import stat
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy.exc import ArgumentError

from bot.core.settings import Settings
from bot.doctor.database import sqlite_path
from bot.doctor.finding import Finding, Level

_OTHERS = stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_SQLITE_SUFFIXES = ("-wal", "-shm", "-journal")
"""Of the files that SQLite keeps next to its database."""

_finding = partial(Finding, "files")


async def check_files(settings: Settings) -> AsyncIterator[Finding]:
    """Yield each file that other users can read or write."""
    paths = (*_database_files(settings), *_secret_files(settings))
    findings = [finding for path in paths for finding in _check_permissions(path)]
    findings += _check_models(settings.data_dir / "models")
    for finding in findings or [
        _finding(Level.OK, "No other user of this machine can read the database or the secrets.")
    ]:
        yield finding


def _database_files(settings: Settings) -> list[Path]:
    try:
        file = sqlite_path(settings.database_url)
    except ArgumentError:
        return []
    return (
        [path for path in (file, *(Path(f"{file}{suffix}") for suffix in _SQLITE_SUFFIXES)) if path.exists()]
        if file
        else []
    )


def _secret_files(settings: Settings) -> list[Path]:
    # Not systemd's credentials: systemd grants access by ACLs, which look like permissions of a group.
    folder = settings.secrets_dir
    files = sorted(folder.glob("waylight_*")) if folder and folder.is_dir() else []
    staff_key = settings.data_dir / "staff.key"
    return [*files, staff_key] if staff_key.exists() else files


def _check_models(folder: Path) -> list[Finding]:
    """A model is code that we run: a user who can write one can do anything that we can."""
    models = [folder, *folder.glob("*.tar.gz")] if folder.is_dir() else []
    if any(path.stat().st_mode & _OTHERS_WRITE for path in models):
        return [
            _finding(Level.ERROR, "Others on this machine can write a model that we would run: `chmod -R go-w models`.")
        ]
    return []


def _check_permissions(path: Path) -> Iterator[Finding]:
    """Yield an error if other users can reach a file and read or write it."""
    folder = path.resolve().parent
    if path.stat().st_mode & _OTHERS and folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH):
        yield _finding(Level.ERROR, f"Others on this machine can read or write {path.name}: `chmod 600` it.")
