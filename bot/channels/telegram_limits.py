"""Keep to what Telegram takes, and no longer than anybody waits."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter

PATIENCE = timedelta(seconds=2)
"""While one chat is waited for nobody else is answered; Telegram brings the update again anyway."""
TRIES_AGAIN = 3


class FloodTooLongError(TelegramError):
    """Telegram asks us to be silent for longer than anybody waits for a reply."""


class BoundedPatience(AIORateLimiter):
    """Keep to Telegram's limits, and wait where it says so, but never for longer than PATIENCE at a time."""

    def __init__(self, messages_a_second: int) -> None:
        """Take how many messages the bot may send in a second."""
        super().__init__(overall_max_rate=messages_a_second, overall_time_period=1, max_retries=TRIES_AGAIN)

    async def process_request(
        self, callback: Callable[..., Coroutine[Any, Any, Any]], *args: Any, **kwargs: Any
    ) -> Any:
        """Run the call; raise FloodTooLongError where Telegram asks for too long a pause."""

        async def bounded(*call_args: Any, **call_kwargs: Any) -> Any:
            try:
                return await callback(*call_args, **call_kwargs)
            except RetryAfter as flood:
                if _pause(flood) > PATIENCE:
                    raise FloodTooLongError(type(flood).__name__) from None
                raise

        return await super().process_request(bounded, *args, **kwargs)


def _pause(flood: RetryAfter) -> timedelta:
    asked = flood.retry_after
    return asked if isinstance(asked, timedelta) else timedelta(seconds=asked)
