"""From replies to Telegram messages with buttons."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.channels.pieces import pieces
from bot.channels.telegram_hearing import Press
from bot.message import Address, Choice, Reply
from bot.privacy.faults import name_fault

LOG = logging.getLogger(__name__)
API_URL = "https://api.telegram.org"
TEXT_LIMIT = 4096
TOKEN_LIMIT = 64
SHORT_LABEL = 16
PATIENCE = timedelta(seconds=30)
TRIES_AGAIN = 3
PAUSES = (0.5, 2.0)
"""Seconds between attempts to send what Telegram could not take."""


class FloodTooLongError(TelegramError):
    """Telegram asks us to be silent for longer than anybody waits for a reply."""


class BoundedPatience(AIORateLimiter):
    """Keep to Telegram's limits, and wait where it says so, but never for longer than PATIENCE at a time."""

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


def keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Return one button a row, two where both are short; raise ValueError on a token over 64 bytes."""
    rows: list[list[Choice]] = []
    for choice in choices:
        if len(choice.token.encode()) > TOKEN_LIMIT:
            fault = f"a choice's token is over {TOKEN_LIMIT} bytes"
            raise ValueError(fault)
        if rows and len(rows[-1]) == 1 and max(len(choice.label), len(rows[-1][0].label)) <= SHORT_LABEL:
            rows[-1].append(choice)
        else:
            rows.append([choice])
    buttons = [[InlineKeyboardButton(one.label, callback_data=one.token) for one in row] for row in rows]
    return InlineKeyboardMarkup(buttons) if buttons else None


class Speaker:
    """Say replies to a chat.

    The token is part of every URL: python-telegram-bot and httpx put URLs,
    parameters and whole answers into their logs, so these logs are closed here.
    Texts go without a parse mode, so that nothing a directory entry holds can
    become markup. Assumes that whoever makes it calls `close`.
    """

    def __init__(self, token: str, api_url: str | None, *, protect_content: bool) -> None:
        """Make a client; nothing is sent before the first reply."""
        # Otherwise every flood limit is also a deprecation warning.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        _close_logs()
        self._requests = HTTPXRequest(), HTTPXRequest()
        self.bot: ExtBot[int] = ExtBot(
            token,
            base_url=f"{(api_url or API_URL).rstrip('/')}/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
            rate_limiter=BoundedPatience(max_retries=TRIES_AGAIN),
        )
        self._protect_content = protect_content

    async def say(self, chat: Address, replies: Sequence[Reply]) -> None:
        """Send the replies in order; raise TelegramError where Telegram refuses one."""
        for reply in replies:
            texts = pieces(reply.text, TEXT_LIMIT)
            for number, text in enumerate(texts, start=1):
                await self._send(chat, text, reply.choices if number == len(texts) else ())

    async def _send(self, chat: Address, text: str, choices: Sequence[Choice]) -> None:
        """Send one text, again where Telegram surely did not take it; after a time-out it may have, so not then."""
        for pause in (*PAUSES, None):
            try:
                await self.bot.send_message(
                    int(chat),
                    text,
                    reply_markup=keyboard(choices),
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                    protect_content=self._protect_content,
                )
            except (BadRequest, TimedOut):
                raise
            except NetworkError:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
            else:
                return

    async def settle(self, chat: Address, press: Press) -> None:
        """End the button's waiting sign, and take away the buttons of a question that is answered.

        Both fail where the question is old or gone; that harms nobody.
        """
        await _harmless(self.bot.answer_callback_query(press.query_id))
        await _harmless(self.bot.edit_message_reply_markup(int(chat), press.asked_id, reply_markup=None))

    async def close(self) -> None:
        """Close all connections."""
        for request in self._requests:
            await request.shutdown()


async def _harmless(call: Awaitable[object]) -> None:
    try:
        await call
    except TelegramError as fault:
        LOG.info("a press could not be settled: %s", name_fault(fault))


def _close_logs() -> None:
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # At its highest level python-telegram-bot logs updates and answers that it can't read, words included.
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
