"""Work that only one process does: the leader.

The danger is two leaders: each would take updates away from the other. So the leader stops before another process could
get its lease. A process that the system suspends and resumes can't know in time: what it does then must be harmless if
another does it too, as turns under a lock are.
"""

import asyncio
import contextlib
import random
from collections.abc import Callable, Coroutine

import structlog

from bot.metrics import instruments
from bot.state.store import Lease, StateUnavailableError

LOG = structlog.stdlib.get_logger(__name__)

STOP_MARGIN = 1.0
"""Seconds that the work has to end before another process could get the lease."""
RENEWALS = 5
"""How often a lease is renewed in the time that it lasts."""
RETRY_DELAY = (0.5, 1.5)
"""Bounds of the random delay in seconds after which another process tries to become the leader."""

Work = Callable[[], Coroutine[None, None, None]]


async def run_as_leader(lease: Lease, work: Work) -> None:
    """Do the work whenever no other process does, until cancelled. If it returns, it is done for all processes.

    It is cancelled if the lease can't be renewed, and starts again when the lease is ours again.
    """
    loop = asyncio.get_running_loop()
    while True:
        since = loop.time()
        if await _acquire(lease):
            await _lead(lease, work, since)
        await asyncio.sleep(random.uniform(*RETRY_DELAY))  # noqa: S311 - spreads attempts, protects nothing


async def _acquire(lease: Lease) -> bool:
    try:
        return await lease.acquire()
    except StateUnavailableError:
        return False


async def _lead(lease: Lease, work: Work, since: float) -> None:
    try:
        async with (
            asyncio.timeout_at(since + lease.seconds - STOP_MARGIN) as deadline,
            asyncio.TaskGroup() as tasks,
        ):
            tasks.create_task(work())
            with instruments.track_leader():
                await _renew(lease, deadline)
    except TimeoutError:
        LOG.warning("leader lease lost")
    finally:
        with contextlib.suppress(StateUnavailableError):
            await lease.release()


async def _renew(lease: Lease, deadline: asyncio.Timeout) -> None:
    """Renew the lease in time; let the deadline pass if that fails."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(lease.seconds / RENEWALS)
        since = loop.time()
        with contextlib.suppress(StateUnavailableError):
            deadline.reschedule(since + lease.seconds - STOP_MARGIN if await lease.renew() else since)
