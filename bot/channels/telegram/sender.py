"""From replies to Telegram messages with buttons."""

import asyncio
import contextlib
import logging
import os
import random
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass

import structlog
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.channels.telegram.chat_state import Chat
from bot.channels.telegram.formatting import NO_PREVIEW, Outgoing, keyboard
from bot.channels.telegram.rate_limiter import BoundedPatience
from bot.channels.telegram.send_guard import only_while_held
from bot.channels.telegram.sent_message_search import find
from bot.core.message import Address
from bot.metrics import instruments
from bot.privacy.exceptions import name_fault
from bot.state.circuit_breaker import Breaker, RestingError
from bot.state.store import Store

LOG = structlog.stdlib.get_logger(__name__)
API_URL = "https://api.telegram.org"
DELETED_AT_ONCE = 100
PAUSES = (0.5, 2.0)
"""Seconds between attempts to send what Telegram may not have taken, each made longer or shorter by up to a half."""


@dataclass(frozen=True, slots=True)
class Line:
    """How the bot speaks, as its operators set it up."""

    protect_content: bool = False
    """Nobody can forward or copy what it says."""
    silent: bool = False
    """The phone makes no sound."""
    messages_a_second: int = 30
    """How many Telegram takes of this bot, whichever process sends them (30, unless it is paid to take more)."""


class Speaker:
    """Say replies to a chat, and take back what was said.

    The token is part of every URL: python-telegram-bot and httpx put URLs, parameters and whole answers into their
    logs, so these logs are closed here. Texts go without a parse mode, so that nothing a directory entry holds can
    become markup. Assumes that whoever makes it calls `close`.
    """

    def __init__(self, token: str, api_url: str | None, line: Line, store: Store) -> None:
        """Make a client; nothing is sent before the first reply. What all processes send is counted in the store."""
        # Otherwise every flood limit is also a deprecation warning.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        _close_logs()
        hooks = {"event_hooks": {"request": [only_while_held(store)]}}
        self._requests = HTTPXRequest(pool_timeout=5, httpx_kwargs=hooks), HTTPXRequest()
        self.bot: ExtBot[int] = ExtBot(
            token,
            base_url=f"{(api_url or API_URL).rstrip('/')}/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
            rate_limiter=BoundedPatience(line.messages_a_second, store),
        )
        self._line = line
        self._breaker = Breaker(is_fault=_is_unreachable)

    async def say(self, address: Address, message: Outgoing, chat: Chat, *, again: bool) -> int:
        """Send one message once and return its id; raise TelegramError where Telegram does not take it.

        Where an earlier attempt may have arrived (`again`, or a fault that leaves it open), it is looked for first.
        """
        for pause in (*PAUSES, None):
            found = await find(self.bot, address, message, chat) if again else None
            if found is not None:
                return found
            try:
                return await self._send(address, message)
            except NetworkError as fault:
                if pause is None or not _is_unreachable(fault):
                    raise
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads attempts, hides nothing
                again = True
        raise AssertionError  # the last attempt has returned or raised

    async def try_to_say(self, address: Address, message: Outgoing) -> bool:
        """Send one message once; return whether Telegram has taken it."""
        try:
            await self._send(address, message)
        except (RestingError, TelegramError) as fault:
            LOG.warning("a message was not taken", channel="telegram", fault=name_fault(fault))
            return False
        return True

    async def _send(self, address: Address, message: Outgoing) -> int:
        sent = await self._breaker.call(
            lambda: self.bot.send_message(
                int(address),
                message.text,
                reply_markup=keyboard(message.choices),
                link_preview_options=NO_PREVIEW,
                protect_content=self._line.protect_content,
                disable_notification=self._line.silent,
            )
        )
        instruments.replies("telegram")
        return sent.message_id

    async def wipe(self, address: Address, message_ids: Sequence[int]) -> None:
        """Delete messages of both sides; raise TelegramError where Telegram can't be asked just now.

        Those that are gone or too old are no reason to leave the others.
        """
        for start in range(0, len(message_ids), DELETED_AT_ONCE):
            with contextlib.suppress(BadRequest):
                await self.bot.delete_messages(int(address), message_ids[start : start + DELETED_AT_ONCE])

    async def leave(self, address: Address) -> None:
        """Leave a group or a channel without a word; raise TelegramError where Telegram can't be asked just now."""
        with contextlib.suppress(BadRequest, Forbidden):
            await self.bot.leave_chat(int(address))

    async def close(self) -> None:
        """Close all connections."""
        for request in self._requests:
            await request.shutdown()


async def harmless(call: Awaitable[object]) -> None:
    """Make a call whose failure harms nobody: what it was for is old or gone."""
    try:
        await call
    except TelegramError as fault:
        LOG.info("Telegram did not do something that is no matter", fault=name_fault(fault))


def _is_unreachable(fault: BaseException) -> bool:
    """Tell whether Telegram, or the way to it, is out of order: it may have taken what was sent, or not."""
    return isinstance(fault, NetworkError) and not isinstance(fault, BadRequest)


def _close_logs() -> None:
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # At its highest level python-telegram-bot logs updates and answers that it can't read, words included.
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
