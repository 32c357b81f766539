"""How long to wait before restarting something that ended."""

from dataclasses import dataclass

STABLE_UPTIME = 30.0
"""Seconds of uptime after which an end counts as a first one again."""
MIN_DELAY, MAX_DELAY = 0.5, 10.0
"""Seconds."""


@dataclass(slots=True)
class RestartBackoff:
    """The restart delays of one task or process.

    The danger is a machine that does nothing but restart what fails at once. So the first restart is immediate, and the
    delay doubles with each short life that follows.
    """

    _short_lives: int = 0

    def next_delay(self, uptime: float) -> float:
        """Return the seconds to wait after an end that came after `uptime` seconds."""
        self._short_lives = 0 if uptime >= STABLE_UPTIME else self._short_lives + 1
        if self._short_lives <= 1:
            return 0.0
        return min(MIN_DELAY * 2.0 ** (self._short_lives - 2), MAX_DELAY)
