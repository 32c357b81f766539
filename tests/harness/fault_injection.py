"""Faults of a network's API, at random or on demand."""

import enum
import random
from collections import defaultdict, deque
from collections.abc import Mapping


class Fault(enum.Enum):
    """A fault of one API call."""

    RATE_LIMITED = "429"
    """Refused: retry in a second."""
    SERVER_ERROR = "500"
    """Refused for an unknown reason."""
    NO_RESPONSE = "silence"
    """Nothing is done, and there is no response."""
    DROPPED_AFTER = "cut"
    """It is done, but the connection drops before the response."""
    NO_RESPONSE_AFTER = "lost"
    """It is done, but there is no response."""


AFTER_EXECUTION = frozenset({Fault.DROPPED_AFTER, Fault.NO_RESPONSE_AFTER})
"""Faults that occur after the call is done."""


class FaultInjector:
    """Chooses faults at random with a seed, after those on demand."""

    def __init__(self, seed: int = 0, shares: Mapping[Fault, float] | None = None) -> None:
        """Take the share of calls with each fault, such as {Fault.RATE_LIMITED: 0.01}."""
        self._random = random.Random(seed)  # noqa: S311  a run must be repeatable
        self._shares = dict(shares or {})
        self._injected: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def inject(self, method: str, *faults: Fault) -> None:
        """Make the next calls of a method fail, one per fault."""
        self._injected[method] += faults

    def next_fault(self, method: str) -> Fault | None:
        """Return the fault of this call, if any."""
        if self._injected.get(method):
            return self._injected[method].popleft()
        if not self._shares:
            return None
        number = self._random.random()
        for fault, share in self._shares.items():
            number -= share
            if number < 0:
                return fault
        return None
