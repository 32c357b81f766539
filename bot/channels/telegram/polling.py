"""Fetch updates from Telegram, for development without a public address."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, TypeVar

import structlog
from telegram import Update
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.privacy.exceptions import name_fault

Result = TypeVar("Result")

LOG = structlog.stdlib.get_logger(__name__)
KINDS = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")
POLL_SECONDS = 20
AFTER_A_FAULT = 3


class TelegramRefusedError(Exception):
    """Telegram will never hear us. Its own text is left out: it may hold the token."""


class TokenRefusedError(TelegramRefusedError):
    """The token is not valid."""


class WebhookRefusedError(TelegramRefusedError):
    """It takes no webhook at this address; it needs https and a name that the world knows."""


async def polled(bot: ExtBot[int]) -> AsyncIterator[dict[str, Any]]:
    """Yield updates as the webhook would receive them, until cancelled.

    A webhook that is set makes Telegram refuse to be polled, so it is taken
    away first. Faults of the network are waited out; raise TelegramRefusedError
    on a bad token.
    """
    await patiently(bot.delete_webhook)
    offset = None
    while True:
        for update in await _fetch(bot, offset):
            offset = update.update_id + 1
            yield update.to_dict()


async def _fetch(bot: ExtBot[int], offset: int | None) -> Sequence[Update]:
    async def fetch() -> Sequence[Update]:
        return await bot.get_updates(offset, timeout=POLL_SECONDS, allowed_updates=KINDS)

    return await patiently(fetch)


async def patiently(call: Callable[[], Awaitable[Result]]) -> Result:
    """Make the call until Telegram can be reached; raise TelegramRefusedError where it would never be heard."""
    while True:
        try:
            return await call()
        except InvalidToken:
            raise TokenRefusedError from None
        except BadRequest:
            raise WebhookRefusedError from None
        except TelegramError as error:
            LOG.warning("Telegram could not be asked", fault=name_fault(error))
            await asyncio.sleep(AFTER_A_FAULT)
