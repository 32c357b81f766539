"""What only one process of all does: the one that leads.

The danger is two that lead: each would take from the other what it fetches. So who leads stops before its lease could
be somebody else's. A process that the system stops and wakes again can't know in time: whatever it does then must be
harmless when another does it too, as turns are that are held.
"""

import asyncio
import contextlib
import random
from collections.abc import Callable, Coroutine

import structlog

from bot.metrics import instruments
from bot.state.lease import Lease
from bot.state.store import StateUnavailableError

LOG = structlog.stdlib.get_logger(__name__)

STOPS_BEFORE = 1.0
"""Seconds that what it does has to end, before the lease could be somebody else's."""
RENEWED_IN_ITS_TIME = 5
"""How often a lease is renewed in the time that it lasts."""
LOOKS_AFTER = (0.5, 1.5)
"""Seconds, by lot, after which a process that does not lead looks whether anybody does."""

Work = Callable[[], Coroutine[None, None, None]]


async def elected(lease: Lease, work: Work) -> None:
    """Do the work whenever no other process does, until cancelled. Where it returns, it is done for all.

    It is cancelled where the lease can't be renewed, and begins anew when it is ours again.
    """
    loop = asyncio.get_running_loop()
    while True:
        since = loop.time()
        if await _is_taken(lease):
            await _lead(lease, work, since)
        await asyncio.sleep(random.uniform(*LOOKS_AFTER))  # noqa: S311 - spreads looks, hides nothing


async def _is_taken(lease: Lease) -> bool:
    try:
        return await lease.take()
    except StateUnavailableError:
        return False


async def _lead(lease: Lease, work: Work, since: float) -> None:
    try:
        async with (
            asyncio.timeout_at(since + lease.seconds - STOPS_BEFORE) as ours,
            asyncio.TaskGroup() as together,
        ):
            together.create_task(work())
            with instruments.leading():
                await _keep(lease, ours)
    except TimeoutError:
        LOG.warning("this process leads no more")
    finally:
        with contextlib.suppress(StateUnavailableError):
            await lease.give_back()


async def _keep(lease: Lease, ours: asyncio.Timeout) -> None:
    """Renew the lease in time; let `ours` end where that can't be done."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(lease.seconds / RENEWED_IN_ITS_TIME)
        since = loop.time()
        with contextlib.suppress(StateUnavailableError):
            ours.reschedule(since + lease.seconds - STOPS_BEFORE if await lease.renew() else since)
