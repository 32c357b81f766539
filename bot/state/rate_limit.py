"""So many a second, and no more: a bucket that leaks evenly (GCRA, the generic cell rate algorithm of ITU-T I.371)."""

import time
from collections.abc import Callable

BURST = 1.0
"""Seconds' worth that may pass at once after a rest."""
LONGEST_WAIT = 10.0
"""Seconds until a slot, at most: whoever would wait longer is to come again, and takes none."""


class Bucket:
    """Gives out slots of one process. `redis_store` counts in the same way for many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin empty; `clock` counts seconds and never goes back."""
        self._clock = clock
        self._empty_at = clock()

    def slot(self, a_second: float, silent_for: float = 0.0) -> float:
        """Take the next slot; return the seconds until it comes. Where those are over LONGEST_WAIT it is not taken.

        With `silent_for`, LONGEST_WAIT at most, none that is given out from now on comes sooner than so many seconds.
        """
        now, each = self._clock(), 1 / a_second
        begins = now + silent_for + BURST - each if silent_for else now
        empty_at = max(self._empty_at, begins) + each
        wait = max(0.0, empty_at - BURST - now)
        if wait <= LONGEST_WAIT:
            self._empty_at = empty_at
        return wait
