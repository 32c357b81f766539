"""Whether the model is of the present data, and whole."""

import asyncio
import tarfile
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level
from bot.doctor.memory import least
from bot.engine.training import model_path

_FOR_A_TRAINING = 1_400_000_000
"""Bytes. It takes 1.3 GB (measured)."""

_finding = partial(Finding, "model")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield whether people wait for a training at the next start."""
    model = model_path(settings.data_dir)
    if not model.exists():
        yield _absent(least())
        return
    if not await asyncio.to_thread(_is_whole, model):
        yield _finding(Level.FAULT, "Its file is broken, so that the next start fails: delete it and `waylight train`.")
        return
    age = datetime.now(UTC) - datetime.fromtimestamp(model.stat().st_mtime, UTC)
    size = model.stat().st_size / 1e6
    yield _finding(Level.OK, f"It is of the present data, {max(0, age.days)} days old, and {size:.0f} MB large.")


def _absent(there: int | None) -> Finding:
    """Judge that there is none, on a machine of so many bytes of memory, None where they don't show."""
    if there is not None and there < _FOR_A_TRAINING:
        return _finding(
            Level.FAULT,
            f"There is none of the present data, and {there / 1e6:.0f} MB are too few to train one here, so that the"
            " service does not start: train elsewhere, and copy the file (docs/operating.md).",
        )
    return _finding(Level.WARNING, "There is none of the present data: `waylight train` makes it, in minutes.")


def _is_whole(model: Path) -> bool:
    try:
        with tarfile.open(model) as archive:
            return bool(archive.getnames())
    except (OSError, EOFError, zlib.error, tarfile.TarError):
        return False
