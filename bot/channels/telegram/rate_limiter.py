"""Keep to what Telegram takes of all our processes together, and wait no longer than anybody does."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.state.rate_limit import LONGEST_WAIT, Bucket
from bot.state.store import StateUnavailableError, Store

PATIENCE = timedelta(seconds=2)
"""While one chat is waited for nobody else is answered; Telegram brings the update again anyway."""
TRIES_AGAIN = 3
A_LITTLE_MORE = timedelta(seconds=0.1)
"""Telegram tells whole seconds, and who comes too early has to wait anew."""
COUNTED_WITHIN = 0.5
"""Seconds in which the store has to count a message; nobody is kept waiting for that alone."""
_OF = "telegram"
_SENDS = "sendMessage"
"""What counts as a message. Who changes or deletes one waits for nobody, and takes nobody's place."""


class FloodTooLongError(TelegramError):
    """Telegram asks us to be silent, or takes others' messages, for longer than anybody waits for a reply."""


class BoundedPatience(BaseRateLimiter[int]):
    """Send no more in a second than the bot may, whichever process does; be silent together where Telegram says so.

    Nobody is silent for longer than PATIENCE at a time, or waits for others' messages longer than LONGEST_WAIT. Where
    the store can't count, this process counts by itself.
    """

    def __init__(self, messages_a_second: int, store: Store) -> None:
        """Take how many messages the bot may send in a second, and where all processes count them."""
        self._a_second = messages_a_second
        self._store = store
        self._alone = Bucket()

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: who made the store closes it."""

    async def process_request(  # noqa: PLR0913, PLR0917 - python-telegram-bot's own
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],  # noqa: ARG002 - as above
        rate_limit_args: int | None,  # noqa: ARG002 - as above
    ) -> Any:
        """Run the call in its time.

        Raise FloodTooLongError where that is too far off, so that Telegram brings the update again, and HoldLostError
        where it comes too late: whoever has the turn now says what is to be said.
        """
        wait = await self._slot() if endpoint == _SENDS else 0.0
        for is_last in (*[False] * TRIES_AGAIN, True):
            await asyncio.sleep(wait)
            self._store.refuse_if_lost()
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as flood:
                pause = _pause(flood)
                if is_last or pause > PATIENCE:
                    raise FloodTooLongError(type(flood).__name__) from None
                wait = await self._slot(pause + A_LITTLE_MORE)
        raise AssertionError  # the last attempt has returned or raised

    async def _slot(self, silent_for: timedelta = timedelta(0)) -> float:
        """Return the seconds until the next message may go; at first nobody may send for `silent_for`."""
        seconds = silent_for.total_seconds()
        try:
            async with asyncio.timeout(COUNTED_WITHIN):
                wait = await self._store.slot(_OF, self._a_second, seconds)
        except (StateUnavailableError, TimeoutError):
            wait = self._alone.slot(self._a_second, seconds)
        if wait > LONGEST_WAIT:
            raise FloodTooLongError(_OF)
        return wait


def _pause(flood: RetryAfter) -> timedelta:
    asked = flood.retry_after
    return asked if isinstance(asked, timedelta) else timedelta(seconds=asked)
