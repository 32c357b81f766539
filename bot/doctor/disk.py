"""Whether there is room: a database that can't be written takes no changes, and no model can be trained."""

import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from sqlalchemy.exc import ArgumentError

from bot.core.settings import Settings
from bot.doctor.database import file_of
from bot.doctor.finding import Finding, Level

_LITTLE, _TOO_LITTLE = 1_000_000_000, 200_000_000
"""Bytes: a model is trained beside the old one, and an import may double the database."""

_finding = partial(Finding, "disk")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield how much room there is where we write."""
    free = min(shutil.disk_usage(folder).free for folder in _folders(settings))
    yield _judged(free)


def _folders(settings: Settings) -> set[Path]:
    """Return the folders that are there already of those that we write to."""
    try:
        file = file_of(settings.database_url)
    except ArgumentError:
        file = None
    wanted = {settings.data_dir.absolute(), *([file.absolute().parent] if file else [])}
    return {next(folder for folder in (one, *one.parents) if folder.exists()) for one in wanted}


def _judged(free: int) -> Finding:
    said = f"{free / 1e9:.1f} GB are free where the data are"
    if free < _TOO_LITTLE:
        return _finding(Level.FAULT, f"{said}: make room now, or nothing can be written any more.")
    if free < _LITTLE:
        return _finding(Level.WARNING, f"{said}: make room; a new model, a backup or an import may not fit.")
    return _finding(Level.OK, f"{said}.")
