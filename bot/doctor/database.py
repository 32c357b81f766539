"""Checks of the directory's database and of its backups."""

import asyncio
import time
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level
from directory import is_empty, is_migrated

_NONE_YET = "There is none yet, or it is empty: the first start makes and fills it."
_HOUR = 3600
_MAX_BACKUP_AGE = 48 * _HOUR
"""Seconds: a backup is made each night."""

_database = partial(Finding, "database")
_backups = partial(Finding, "backups")


def sqlite_path(database_url: str) -> Path | None:
    """Return the file of an SQLite database, None for any other kind or one in memory.

    Raises ArgumentError if the URL is not valid.
    """
    url = make_url(database_url)
    is_file = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
    return Path(str(url.database)) if is_file else None


async def check_database(settings: Settings) -> AsyncIterator[Finding]:
    """Yield whether the database answers and has the current schema. Neither creates nor migrates it."""
    try:
        path = sqlite_path(settings.database_url)
        if path and not path.exists():
            yield _database(Level.WARNING, _NONE_YET)
        elif await asyncio.to_thread(is_migrated, settings.database_url):
            space = "" if path else " Check on its own machine how much space is free on its disk."
            yield _database(Level.OK, f"It answers, and is of this version.{space}")
        elif await asyncio.to_thread(is_empty, settings.database_url):
            yield _database(Level.WARNING, _NONE_YET)
        else:
            yield _database(
                Level.WARNING, "It is of another version: make a backup; the next start brings it to this one."
            )
    except (ArgumentError, SQLAlchemyError, ValueError, OSError):
        yield _database(Level.ERROR, "It can't be opened or read at WAYLIGHT_DATABASE_URL.")


async def check_backups(settings: Settings) -> AsyncIterator[Finding]:
    """Yield how old the newest backup is; nothing for a demo, which has nothing to lose.

    Assumes the names and the folder of `docs/deploying/waylight-backup.service`.
    """
    folder = settings.data_dir / "backups"
    if settings.is_demo and not folder.is_dir():
        return
    newest = max((path.stat().st_mtime for path in folder.glob("directory-*.zip")), default=None)
    yield _assess_backup(None if newest is None else time.time() - newest)


def _assess_backup(age: float | None) -> Finding:
    """Assess the age of the newest backup in seconds; None if there is no backup."""
    if age is None:
        return _backups(Level.WARNING, "There is none in the data folder: make one each night (docs/operating.md).")
    summary = f"The newest is {max(0, age) / _HOUR:.0f} hours old"
    if age > _MAX_BACKUP_AGE:
        return _backups(Level.WARNING, f"{summary}: see why the nightly one fails (`journalctl -u waylight-backup`).")
    return _backups(Level.OK, f"{summary}.")
