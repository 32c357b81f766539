"""What goes wrong at a network's API, by lot or on demand."""

import enum
import random
from collections import defaultdict, deque
from collections.abc import Mapping


class Fault(enum.Enum):
    """One thing that goes wrong with a call."""

    FLOOD = "429"
    """Refused: come again in a second."""
    BROKEN = "500"
    """Refused, and nobody knows why."""
    SILENT = "silence"
    """Nothing was done, and no answer comes."""
    CUT = "cut"
    """It was done, but the connection breaks before the answer."""
    LOST = "lost"
    """It was done, but no answer comes."""


AFTERWARDS = frozenset({Fault.CUT, Fault.LOST})
"""Faults that strike when all is done."""


class Faults:
    """Draws faults by lot with a seed, after those that were asked for."""

    def __init__(self, seed: int = 0, shares: Mapping[Fault, float] | None = None) -> None:
        """Take how often each fault strikes, such as {Fault.FLOOD: 0.01}."""
        self._lot = random.Random(seed)  # noqa: S311  a run must be repeatable
        self._shares = dict(shares or {})
        self._asked_for: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def next(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method meet these faults, one each."""
        self._asked_for[method] += faults

    def strikes(self, method: str) -> Fault | None:
        """Return what this call meets, mostly nothing."""
        if self._asked_for.get(method):
            return self._asked_for[method].popleft()
        if not self._shares:
            return None
        lot = self._lot.random()
        for fault, share in self._shares.items():
            lot -= share
            if lot < 0:
                return fault
        return None
