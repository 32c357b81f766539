"""One turn at a time for one person, different people side by side."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from bot.core.message import Pseudonym
from bot.metrics import instruments

Result = TypeVar("Result")

AT_MOST = 2000
"""Turns that may run or wait; beyond that a channel refuses, and Telegram delivers again later."""


OF_ONE_AT_MOST = 20
"""Turns of one person that may wait."""


class Turns:
    """Run each person's turns in the order they came.

    Two messages of one person answered at once would be answered out of order,
    or from the same state of the conversation. Every turn must catch its own
    faults: an error that escapes is kept in its task for whoever awaits it.
    Assumes one event loop and turns that end by themselves (they have timeouts).
    """

    def __init__(self) -> None:
        """Begin with nobody's turn."""
        self._last: dict[Pseudonym, asyncio.Task[Any]] = {}
        self._running: set[asyncio.Task[Any]] = set()
        self._waiting: Counter[Pseudonym] = Counter()

    @property
    def full(self) -> bool:
        """Say whether one more turn would be too many."""
        return len(self._running) >= AT_MOST

    def crowded(self, sender: Pseudonym) -> bool:
        """Say whether so many turns of one person wait that nobody else would get theirs."""
        return self._waiting[sender] >= OF_ONE_AT_MOST

    def begin(self, sender: Pseudonym, turn: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Start the turn as soon as the sender's earlier turns are over."""
        task = asyncio.create_task(_after(self._last.get(sender), turn))
        self._last[sender] = task
        self._running.add(task)
        self._waiting[sender] += 1
        task.add_done_callback(lambda done: self._end(sender, done))
        return task

    async def stop(self, within: timedelta) -> None:
        """Wait for the turns that run; cancel those that take longer than `within`."""
        if not self._running:
            return
        _, late = await asyncio.wait(set(self._running), timeout=within.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _end(self, sender: Pseudonym, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        self._waiting[sender] -= 1
        if not self._waiting[sender]:
            del self._waiting[sender]
        if self._last.get(sender) is task:
            del self._last[sender]


async def _after(earlier: asyncio.Task[Any] | None, turn: Coroutine[Any, Any, Result]) -> Result:
    try:
        instruments.waits()
        if earlier:
            with instruments.waiting():
                await asyncio.wait({earlier})
        with instruments.running():
            return await turn
    finally:
        # A turn that was cancelled while waiting never began; unclosed, it would warn.
        turn.close()
