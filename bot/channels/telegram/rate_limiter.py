"""Telegram's rate limits, kept by all processes together."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.state.rate_limit import MAX_WAIT, GcraBucket
from bot.state.store import StateUnavailableError, Store

MAX_PAUSE = timedelta(seconds=2)
"""Longest pause that Telegram may ask for. During it no one is answered; Telegram delivers the update again anyway."""
RETRIES = 3
PAUSE_MARGIN = timedelta(seconds=0.1)
"""Telegram rounds to whole seconds, and a call that comes too early has to wait again."""
STORE_TIMEOUT = 0.5
"""Seconds within which the store must count a message."""
_KEY = "telegram"
_COUNTED_ENDPOINT = "sendMessage"
"""Only new messages count; edits and deletions neither wait nor take a place."""


class RateLimitExceededError(TelegramError):
    """Telegram asks for a longer pause, or others' messages take longer, than people wait for a reply."""

    def __init__(self, reason: str, retry_after: float = 0.0) -> None:
        """Take the seconds for which Telegram wants no such call; 0 if it did not ask for that."""
        super().__init__(reason)
        self.retry_after = retry_after


class SharedRateLimiter(BaseRateLimiter[int]):
    """Limits the messages per second of all processes, and pauses all of them when Telegram asks for it.

    A pause never exceeds MAX_PAUSE, and a wait for others' messages never exceeds MAX_WAIT. If the store can't count,
    this process counts alone.
    """

    def __init__(self, messages_per_second: int, store: Store) -> None:
        """Take the limit, and the store in which all processes count."""
        self._messages_per_second = messages_per_second
        self._store = store
        self._local_bucket = GcraBucket()

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: the store's owner closes it."""

    async def process_request(  # noqa: PLR0913, PLR0917 - python-telegram-bot's own
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],  # noqa: ARG002 - as above
        rate_limit_args: int | None,  # noqa: ARG002 - as above
    ) -> Any:
        """Run the call as soon as the limit allows it.

        Raise RateLimitExceededError if that takes too long, so that Telegram delivers the update again, and
        LockLostError if the turn has passed to another process meanwhile.
        """
        wait = await self._acquire() if endpoint == _COUNTED_ENDPOINT else 0.0
        for is_last in (*[False] * RETRIES, True):
            await asyncio.sleep(wait)
            self._store.raise_if_lock_lost()
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as exc:
                pause = _pause(exc)
                if is_last or pause > MAX_PAUSE:
                    raise RateLimitExceededError(type(exc).__name__, pause.total_seconds()) from None
                wait = await self._acquire(pause + PAUSE_MARGIN)
        raise AssertionError  # the last attempt has returned or raised

    async def _acquire(self, pause: timedelta = timedelta(0)) -> float:
        """Return the seconds until the next message may be sent; a `pause` for all processes comes first."""
        seconds = pause.total_seconds()
        try:
            async with asyncio.timeout(STORE_TIMEOUT):
                wait = await self._store.acquire(_KEY, self._messages_per_second, seconds)
        except (StateUnavailableError, TimeoutError):
            wait = self._local_bucket.acquire(self._messages_per_second, seconds)
        if wait > MAX_WAIT:
            raise RateLimitExceededError(_KEY)
        return wait


def _pause(exc: RetryAfter) -> timedelta:
    retry_after = exc.retry_after
    return retry_after if isinstance(retry_after, timedelta) else timedelta(seconds=retry_after)
