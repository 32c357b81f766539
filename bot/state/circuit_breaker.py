"""Stops calls to a service that does not answer."""

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Result = TypeVar("Result")

FAILURE_THRESHOLD = 3
"""Failures in a row after which the circuit opens."""

RESET_TIMEOUT = 2.0
"""Seconds after which an open circuit lets one call through."""


class CircuitOpenError(Exception):
    """The service has failed too often lately; the call was not made."""


class CircuitBreaker:
    """Passes calls to one service until it has failed several times in a row, then only one now and then.

    Callers fail fast instead of queueing behind a dead service. Assumes one event loop.
    """

    def __init__(
        self,
        is_failure: Callable[[BaseException], bool],
        reset_timeout: float = RESET_TIMEOUT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take a function that tells a failure of the service from an error that it answered with."""
        self._is_failure = is_failure
        self._reset_timeout = reset_timeout
        self._clock = clock
        self._failures = 0
        self._retry_at = 0.0

    async def call(self, operation: Callable[[], Awaitable[Result]]) -> Result:
        """Return what `operation` returns; raise what it raises, or CircuitOpenError without calling it."""
        if self._failures >= FAILURE_THRESHOLD:
            now = self._clock()
            if now < self._retry_at:
                raise CircuitOpenError
            self._retry_at = now + self._reset_timeout
        try:
            result = await operation()
        except Exception as exc:
            if self._is_failure(exc):
                self._failures += 1
                self._retry_at = self._clock() + self._reset_timeout
            else:
                self._failures = 0
            raise
        self._failures = 0
        return result
