"""Fetch updates from Telegram, for development without a public address."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, TypeVar

import structlog
from telegram import Update
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.rate_limiter import RateLimitExceededError
from bot.privacy.exceptions import describe_exception

Result = TypeVar("Result")

LOG = structlog.stdlib.get_logger(__name__)
ALLOWED_UPDATES = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")
POLL_TIMEOUT = 20
RETRY_DELAY = 3
"""Seconds."""


class TelegramRefusedError(Exception):
    """Telegram rejects the setup. Its own message is left out, because it may contain the token."""


class TokenRefusedError(TelegramRefusedError):
    """The token is not valid."""


class WebhookRefusedError(TelegramRefusedError):
    """Telegram does not accept the webhook's address; it needs https and a public name."""


async def poll_updates(bot: ExtBot[int]) -> AsyncIterator[dict[str, Any]]:
    """Yield updates as the webhook would receive them, until cancelled.

    Telegram refuses polling while a webhook is set, so the webhook is deleted first. Network errors are retried; raise
    TelegramRefusedError on a bad token.
    """
    await retry_until_reachable(bot.delete_webhook)
    offset = None
    while True:
        for update in await _fetch(bot, offset):
            offset = update.update_id + 1
            yield update.to_dict()


async def _fetch(bot: ExtBot[int], offset: int | None) -> Sequence[Update]:
    async def fetch() -> Sequence[Update]:
        return await bot.get_updates(offset, timeout=POLL_TIMEOUT, allowed_updates=ALLOWED_UPDATES)

    return await retry_until_reachable(fetch)


async def retry_until_reachable(call: Callable[[], Awaitable[Result]]) -> Result:
    """Repeat the call until Telegram can be reached; raise TelegramRefusedError if it would never succeed."""
    while True:
        try:
            return await call()
        except InvalidToken:
            raise TokenRefusedError from None
        except BadRequest:
            raise WebhookRefusedError from None
        except TelegramError as exc:
            LOG.warning("telegram unreachable", error=describe_exception(exc))
            pause = exc.retry_after if isinstance(exc, RateLimitExceededError) else 0.0
            await asyncio.sleep(max(RETRY_DELAY, pause))
