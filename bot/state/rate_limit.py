"""A rate limit without bursts: GCRA, the generic cell rate algorithm of ITU-T I.371."""

import time
from collections.abc import Callable

BURST = 1.0
"""Seconds' worth of slots that may be taken at once after a pause."""
MAX_WAIT = 10.0
"""Longest wait for a slot in seconds: a caller that would wait longer takes none and has to come again."""


class GcraBucket:
    """Gives out the slots of one process. `redis_store` applies the same algorithm to many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start empty; `clock` counts seconds and never goes back."""
        self._clock = clock
        self._empty_at = clock()

    def acquire(self, a_second: float, silent_for: float = 0.0) -> float:
        """Take the next slot; return the seconds until it comes. If these are more than MAX_WAIT it is not taken.

        With `silent_for`, MAX_WAIT at most, no slot that is given out from now on comes sooner than in so many seconds.
        """
        now, interval = self._clock(), 1 / a_second
        start = now + silent_for + BURST - interval if silent_for else now
        empty_at = max(self._empty_at, start) + interval
        wait = max(0.0, empty_at - BURST - now)
        if wait <= MAX_WAIT:
            self._empty_at = empty_at
        return wait
