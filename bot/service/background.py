"""Background tasks: restarted after errors, run together, and stopped with the service."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

import structlog

from bot.core.backoff import RestartBackoff
from bot.privacy.exceptions import describe_exception
from bot.state.leader import Work

LOG = structlog.stdlib.get_logger(__name__)


async def run_together(tasks: Sequence[Work]) -> None:
    """Run all tasks until cancelled; one that fails is restarted and stops no other."""
    async with contextlib.AsyncExitStack() as stack:
        for task in tasks:
            await stack.enter_async_context(background_task(task))
        await asyncio.Event().wait()


@asynccontextmanager
async def background_task(work: Work) -> AsyncIterator[None]:
    """Run `work` beside the service and cancel it with the service. Errors are logged and stop nothing else."""
    task = asyncio.create_task(_run_with_restarts(work))
    task.add_done_callback(_log_failure)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _run_with_restarts(work: Work) -> None:
    """Run it; after an error log that and restart it after a delay, unless it is being cancelled."""
    backoff = RestartBackoff()
    while True:
        since = time.monotonic()
        try:
            return await work()
        except Exception as exc:
            if (task := asyncio.current_task()) and task.cancelling():
                raise
            delay = backoff.next_delay(time.monotonic() - since)
            LOG.error("background task failed, restarting", error=describe_exception(exc), seconds=delay)  # noqa: TRY400 - its text may hold data
        await asyncio.sleep(delay)


async def stop_all(stops: Iterable[Work]) -> None:
    """Run all stop functions together, so that it takes as long as the slowest; errors are logged."""
    tasks = {asyncio.create_task(stop()) for stop in stops}
    for task in tasks:
        task.add_done_callback(_log_failure)
    await asyncio.wait(tasks)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (exc := task.exception()):
        LOG.error("background task failed", error=describe_exception(exc))
