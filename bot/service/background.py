"""Work beside the answering: kept up, side by side, and ended together."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

import structlog

from bot.core.backoff import Pauses
from bot.privacy.exceptions import name_fault
from bot.state.leader import Work

LOG = structlog.stdlib.get_logger(__name__)


async def side_by_side(works: Sequence[Work]) -> None:
    """Do all until cancelled; one that fails ends no other, and begins again."""
    async with contextlib.AsyncExitStack() as running:
        for work in works:
            await running.enter_async_context(in_background(work))
        await asyncio.Event().wait()


@asynccontextmanager
async def in_background(work: Work) -> AsyncIterator[None]:
    """Keep up `work` beside the service and end it with it. Whatever fails there is said, and ends nothing else."""
    task = asyncio.create_task(_kept_up(work))
    task.add_done_callback(_say_if_it_failed)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _kept_up(work: Work) -> None:
    """Do it; where it ends by a fault, say so and begin again after a pause, unless it was to end."""
    pauses = Pauses()
    while True:
        since = time.monotonic()
        try:
            return await work()
        except Exception as fault:
            if (task := asyncio.current_task()) and task.cancelling():
                raise
            pause = pauses.after(time.monotonic() - since)
            LOG.error(  # noqa: TRY400 - named, not quoted
                "work in the background ended, it begins again", fault=name_fault(fault), seconds=pause
            )
        await asyncio.sleep(pause)


async def stopped_together(stops: Iterable[Work]) -> None:
    """Let all stop side by side, so that it takes no longer than the slowest; one that fails is said."""
    tasks = {asyncio.create_task(stop()) for stop in stops}
    for task in tasks:
        task.add_done_callback(_say_if_it_failed)
    await asyncio.wait(tasks)


def _say_if_it_failed(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (fault := task.exception()):
        LOG.error("work in the background ended", fault=name_fault(fault))
