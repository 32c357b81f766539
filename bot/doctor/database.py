"""Whether the directory's database answers, and is of this version."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level
from directory import is_migrated

_finding = partial(Finding, "database")


def file_of(database_url: str) -> Path | None:
    """Return where an SQLite database is, None for another kind or one in memory; raise ArgumentError on no address."""
    address = make_url(database_url)
    on_disk = address.get_backend_name() == "sqlite" and address.database not in {None, "", ":memory:"}
    return Path(str(address.database)) if on_disk else None


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is wrong with it; make and migrate nothing."""
    try:
        file = file_of(settings.database_url)
        if file and not file.exists():
            yield _finding(Level.WARNING, "There is none yet: the first start makes and fills it.")
        elif await asyncio.to_thread(is_migrated, settings.database_url):
            room = "" if file else " How much room it has on its disk, only its own machine knows."
            yield _finding(Level.OK, f"It answers, and is of this version.{room}")
        else:
            yield _finding(
                Level.WARNING, "It is of another version: make a backup; the next start brings it to this one."
            )
    except (ArgumentError, SQLAlchemyError, ValueError, OSError):
        yield _finding(Level.FAULT, "It can't be opened or read at WAYLIGHT_DATABASE_URL.")
