"""Stop asking what does not answer."""

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Result = TypeVar("Result")

FAULTS = 3
"""Faults in a row after which nothing is asked for a while."""

REST = 2.0
"""Seconds until one question is tried again."""


class RestingError(Exception):
    """It has failed too often lately, and is not asked just now."""


class Breaker:
    """Lets calls to one service through until it has failed some times in a row, then only one now and then.

    Everybody who waits for what is down waits for nothing, and holds up who needs it not. Assumes one event loop.
    """

    def __init__(
        self,
        is_fault: Callable[[BaseException], bool],
        rest: float = REST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what tells a fault of the service from its answer."""
        self._is_fault = is_fault
        self._rest = rest
        self._clock = clock
        self._in_a_row = 0
        self._asked_again_at = 0.0

    async def call(self, ask: Callable[[], Awaitable[Result]]) -> Result:
        """Return what `ask` returns; raise what it raises, or RestingError without asking."""
        if self._in_a_row >= FAULTS:
            now = self._clock()
            if now < self._asked_again_at:
                raise RestingError
            self._asked_again_at = now + self._rest
        try:
            answer = await ask()
        except Exception as fault:
            if self._is_fault(fault):
                self._in_a_row += 1
                self._asked_again_at = self._clock() + self._rest
            else:
                self._in_a_row = 0
            raise
        self._in_a_row = 0
        return answer
