"""Fetch updates from Telegram, for development without a public address."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, TypeVar

from telegram import Update
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels.telegram_speaking import Speaker
from bot.privacy.faults import name_fault

Result = TypeVar("Result")

LOG = logging.getLogger(__name__)
KINDS = ("message", "callback_query")
POLL_SECONDS = 20
AFTER_A_FAULT = 3


class TelegramRefusedError(Exception):
    """Telegram did not take our token or webhook. Its own text is left out: it may hold the token."""


async def polled(speaker: Speaker) -> AsyncIterator[dict[str, Any]]:
    """Yield updates as the webhook would receive them, until cancelled.

    A webhook that is set makes Telegram refuse to be polled, so it is taken
    away first. Faults of the network are waited out; raise TelegramRefusedError
    on a bad token.
    """
    await patiently(speaker.bot.delete_webhook)
    offset = None
    while True:
        for update in await _fetch(speaker, offset):
            offset = update.update_id + 1
            yield update.to_dict()


async def _fetch(speaker: Speaker, offset: int | None) -> Sequence[Update]:
    async def fetch() -> Sequence[Update]:
        return await speaker.bot.get_updates(offset, timeout=POLL_SECONDS, allowed_updates=KINDS)

    return await patiently(fetch)


async def patiently(call: Callable[[], Awaitable[Result]]) -> Result:
    """Make the call until Telegram can be reached; raise TelegramRefusedError where it would never be heard."""
    while True:
        try:
            return await call()
        except InvalidToken:
            fault = "the token is not valid"
            raise TelegramRefusedError(fault) from None
        except BadRequest:
            fault = "it takes no webhook at this address; it needs https and a name that the world knows"
            raise TelegramRefusedError(fault) from None
        except TelegramError as error:
            LOG.warning("Telegram could not be asked: %s", name_fault(error))
            await asyncio.sleep(AFTER_A_FAULT)
