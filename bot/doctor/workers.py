"""Whether as many processes as are wanted can answer together."""

import os
from collections.abc import AsyncIterator
from functools import partial

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level

_finding = partial(Finding, "workers")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what keeps several workers from answering together, or from being of use."""
    if settings.workers > 1 and not settings.redis_url:
        yield _finding(Level.FAULT, "Several need Redis, and the service does not start: set WAYLIGHT_REDIS_URL.")
        return
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if settings.workers > processors:
        yield _finding(
            Level.WARNING, f"{settings.workers} share {processors} processors: set WAYLIGHT_WORKERS={processors}."
        )
        return
    yield _finding(Level.OK, f"{settings.workers} on {processors} processors.")
