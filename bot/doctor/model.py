"""Whether the model is of the present data."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial

from bot.doctor.finding import Finding, Level
from bot.engine.training import model_path
from bot.settings import Settings

_finding = partial(Finding, "model")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield whether people wait for a training at the next start."""
    model = model_path(settings.data_dir)
    if not model.exists():
        yield _finding(Level.WARNING, "There is none of the present data: `waylight train` makes it, in minutes.")
        return
    age = datetime.now(UTC) - datetime.fromtimestamp(model.stat().st_mtime, UTC)
    yield _finding(Level.OK, f"It is of the present data, and {max(0, age.days)} days old.")
