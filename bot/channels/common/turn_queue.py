"""The queue of turns: one at a time for each person, different people in parallel."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from bot.core.message import Pseudonym
from bot.metrics import instruments

Result = TypeVar("Result")

MAX_TURNS = 2000
"""Turns that may run or wait; beyond that a channel refuses messages, and Telegram delivers them again later."""
MAX_TURNS_PER_SENDER = 20


class TurnQueue:
    """Runs each person's turns in the order in which they came.

    Two messages of one person answered at the same time would be answered out of order, or from the same state of the
    conversation. Every turn must catch its own exceptions: one that escapes stays in its task until it is awaited.
    Assumes one event loop, and turns that end by themselves (they have timeouts).
    """

    def __init__(self) -> None:
        """Start empty."""
        self._last: dict[Pseudonym, asyncio.Task[Any]] = {}
        self._running: set[asyncio.Task[Any]] = set()
        self._pending: Counter[Pseudonym] = Counter()

    @property
    def is_full(self) -> bool:
        """Whether no more turns can be taken."""
        return len(self._running) >= MAX_TURNS

    def is_busy(self, sender: Pseudonym) -> bool:
        """Return whether one person has so many turns in the queue that others would be delayed."""
        return self._pending[sender] >= MAX_TURNS_PER_SENDER

    def submit(self, sender: Pseudonym, turn: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Run the turn as soon as the sender's earlier turns have ended."""
        task = asyncio.create_task(_run_after(self._last.get(sender), turn))
        self._last[sender] = task
        self._running.add(task)
        self._pending[sender] += 1
        task.add_done_callback(lambda done: self._remove(sender, done))
        return task

    async def stop(self, within: timedelta) -> None:
        """Wait for the running turns; cancel those that take longer than `within`."""
        if not self._running:
            return
        _, late = await asyncio.wait(set(self._running), timeout=within.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _remove(self, sender: Pseudonym, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        self._pending[sender] -= 1
        if not self._pending[sender]:
            del self._pending[sender]
        if self._last.get(sender) is task:
            del self._last[sender]


async def _run_after(previous: asyncio.Task[Any] | None, turn: Coroutine[Any, Any, Result]) -> Result:
    try:
        instruments.start_waiting()
        if previous:
            with instruments.track_waiting_turn():
                await asyncio.wait({previous})
        with instruments.track_running_turn():
            return await turn
    finally:
        # A turn that was cancelled while it waited never started; unclosed, it would warn.
        turn.close()
