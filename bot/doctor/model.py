"""Check of the trained model: it must match the training data and be readable."""

import asyncio
import tarfile
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level
from bot.doctor.host import available_memory
from bot.engine.training import model_path

_TRAINING_MEMORY = 1_400_000_000
"""Bytes; a training takes 1.3 GB (measured)."""

_finding = partial(Finding, "model")


async def check_model(settings: Settings) -> AsyncIterator[Finding]:
    """Yield whether the next start has to train a model first, and whether it can."""
    model = model_path(settings.data_dir)
    if not model.exists():
        yield _assess_missing(available_memory())
        return
    if not await asyncio.to_thread(_is_readable, model):
        yield _finding(Level.FAULT, "Its file is broken, so that the next start fails: delete it and `waylight train`.")
        return
    age = datetime.now(UTC) - datetime.fromtimestamp(model.stat().st_mtime, UTC)
    size = model.stat().st_size / 1e6
    yield _finding(Level.OK, f"It matches the training data, is {max(0, age.days)} days old, and {size:.0f} MB large.")


def _assess_missing(available: int | None) -> Finding:
    """Assess a missing model by the available memory in bytes; None if that is unknown."""
    if available is not None and available < _TRAINING_MEMORY:
        return _finding(
            Level.FAULT,
            f"There is none for the present data, and {available / 1e6:.0f} MB are too few to train one here, so the"
            " service does not start: train elsewhere, and copy the file (docs/operating.md).",
        )
    return _finding(Level.WARNING, "There is none for the present data: `waylight train` makes it, in minutes.")


def _is_readable(model: Path) -> bool:
    try:
        with tarfile.open(model) as archive:
            return bool(archive.getnames())
    except (OSError, EOFError, zlib.error, tarfile.TarError):
        return False
