"""How long to wait before something that ended is started again."""

from dataclasses import dataclass

LONG_LIFE = 30.0
"""Seconds after which an end is a first one again."""
SHORTEST, LONGEST = 0.5, 10.0
"""Seconds."""


@dataclass(slots=True)
class Pauses:
    """One for each thing that is to live on.

    The danger is a machine that does nothing but start what dies at once: the first end is made good at once, the
    next ones after pauses that double.
    """

    _short_lives: int = 0

    def after(self, lived: float) -> float:
        """Return the seconds to wait now that it has ended after having lived for so many."""
        self._short_lives = 0 if lived >= LONG_LIFE else self._short_lives + 1
        if self._short_lives <= 1:
            return 0.0
        return min(SHORTEST * 2.0 ** (self._short_lives - 2), LONGEST)
