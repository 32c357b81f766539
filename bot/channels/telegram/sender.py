"""Send, delete and edit messages through the Bot API."""

import asyncio
import contextlib
import logging
import os
import random
from collections import deque
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass

import structlog
from telegram import InlineKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.channels.telegram.chat_state import ChatState
from bot.channels.telegram.deduplication import SeenIds, find_copies, require_lock
from bot.channels.telegram.formatting import NO_PREVIEW, Outgoing, keyboard
from bot.channels.telegram.rate_limiter import SharedRateLimiter
from bot.core.message import Address
from bot.metrics import instruments
from bot.privacy.exceptions import describe_exception
from bot.state.circuit_breaker import CircuitBreaker, CircuitOpenError
from bot.state.store import Store

LOG = structlog.stdlib.get_logger(__name__)
API_URL = "https://api.telegram.org"
MAX_DELETED_PER_CALL = 100
MAX_DELETE_CALLS = 60
"""Calls of one erase. To find one message of a hundred that can't be deleted takes about fourteen."""
RETRY_DELAYS = (0.5, 2.0)
"""Seconds between attempts to send a message that Telegram may not have received, with a jitter of up to a half."""
_UNEDITABLE = ReplyKeyboardRemove()
"""Shows nothing, since our chats have no such keyboard, but Telegram then refuses to edit the message: only messages
without reply_markup or with an inline keyboard can be edited (Bot API, "Updating messages")."""


@dataclass(frozen=True, slots=True)
class SenderOptions:
    """The operators' options for outgoing messages."""

    protect_content: bool = False
    """People can't forward or copy messages."""
    silent: bool = False
    """The phone makes no sound."""
    messages_per_second: int = 30
    """Telegram's limit for this bot, all processes together: 30, or more if you pay for them."""
    read_timeout: float = 15.0
    """Seconds to wait for a response: a slow Telegram has mostly taken the message, and would take it twice."""


class TelegramSender:
    """Sends messages to chats, and deletes them.

    The token is part of every URL, and python-telegram-bot and httpx log URLs, parameters and whole responses, so their
    loggers are silenced here. Texts are sent without a parse mode, so that no directory entry can become markup.
    Assumes that its owner calls `close`.
    """

    def __init__(self, token: str, api_url: str | None, options: SenderOptions, store: Store) -> None:
        """Create a client without connecting. All processes count their messages in the store."""
        # Otherwise every flood limit is also a deprecation warning.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        _silence_loggers()
        hooks = {"event_hooks": {"request": [require_lock(store)]}}
        sending = HTTPXRequest(pool_timeout=5, read_timeout=options.read_timeout, httpx_kwargs=hooks)
        self._requests = sending, HTTPXRequest()
        self.bot: ExtBot[int] = ExtBot(
            token,
            base_url=f"{(api_url or API_URL).rstrip('/')}/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
            rate_limiter=SharedRateLimiter(options.messages_per_second, store),
        )
        self._options = options
        self._breaker = CircuitBreaker(is_failure=_is_unreachable)
        self.seen = SeenIds()

    async def send(self, address: Address, message: Outgoing, chat: ChatState, *, maybe_sent: bool) -> int:
        """Send one message and return the id under which it stands; raise TelegramError if it is not accepted.

        If an earlier attempt may have arrived (`maybe_sent`, or a network error here), its copies are deleted. They are
        looked for only now: while Telegram is in trouble each call would add to it, and the new id tells which ids a
        copy can have.
        """
        for delay in (*RETRY_DELAYS, None):
            if maybe_sent:
                chat.add_unconfirmed()
            try:
                sent_id = await self._send(address, message, keyboard(message.choices))
            except NetworkError as exc:
                if delay is None or not _is_unreachable(exc):
                    raise
                await asyncio.sleep(delay * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, not a secret
                maybe_sent = True
            else:
                return await self._keep_first(address, message, chat, sent_id) if maybe_sent else sent_id
        raise AssertionError  # the last attempt has returned or raised

    async def _keep_first(self, address: Address, message: Outgoing, chat: ChatState, sent_id: int) -> int:
        """Delete all copies of a message but the first, which may have been read; return its id."""
        unseen = self.seen.unseen(chat.last_seen_id, sent_id)
        first, *others = [*await find_copies(self.bot, address, message, chat, unseen), sent_id]
        for message_id in others:
            chat.add(message_id)  # so that it is erased if it can't be deleted now
        if others:
            await ignore_failure(self.bot.delete_messages(int(address), others))
        return first

    async def try_send(self, address: Address, message: Outgoing) -> bool:
        """Try once to send one message, without its choices; return whether Telegram has accepted it.

        The message can't be edited. Its id may not be stored, so the search for an answer (`find_sent_message`) could
        otherwise edit it into that answer. An edit makes no sound: the person would not notice the answer.
        """
        try:
            await self._send(address, message, _UNEDITABLE)
        except (CircuitOpenError, TelegramError) as exc:
            LOG.warning("fallback reply not sent", channel="telegram", error=describe_exception(exc))
            return False
        return True

    async def _send(
        self, address: Address, message: Outgoing, markup: InlineKeyboardMarkup | ReplyKeyboardRemove | None
    ) -> int:
        sent = await self._breaker.call(
            lambda: self.bot.send_message(
                int(address),
                message.text,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
                protect_content=self._options.protect_content,
                disable_notification=self._options.silent or message.is_silent,
            )
        )
        instruments.record_replies("telegram")
        return sent.message_id

    async def delete_messages(self, address: Address, message_ids: Sequence[int]) -> list[int]:
        """Delete messages of both sides; return those that stay; raise TelegramError if Telegram can't be reached.

        Telegram skips messages that are gone. But if a call names one that can't be deleted, such as a dice of today,
        it deletes none of them: so the call is halved until all others are deleted.
        """
        starts = range(0, len(message_ids), MAX_DELETED_PER_CALL)
        batches = deque(message_ids[start : start + MAX_DELETED_PER_CALL] for start in starts)
        left: list[int] = []
        for _ in range(MAX_DELETE_CALLS):
            if not batches:
                break
            batch = batches.popleft()
            try:
                await self.bot.delete_messages(int(address), batch)
            except BadRequest:
                middle = len(batch) // 2
                batches += [batch[:middle], batch[middle:]] if middle else []
                left += [] if middle else batch
        return sorted([*left, *(message_id for batch in batches for message_id in batch)])

    async def leave_chat(self, address: Address) -> None:
        """Leave a group or a channel silently; raise TelegramError if Telegram can't be reached."""
        with contextlib.suppress(BadRequest, Forbidden):
            await self.bot.leave_chat(int(address))

    async def close(self) -> None:
        """Close all connections."""
        for request in self._requests:
            await request.shutdown()


async def ignore_failure(call: Awaitable[object]) -> None:
    """Await a call that may fail without harm, because its message may be old or gone."""
    try:
        await call
    except TelegramError as exc:
        LOG.info("optional telegram call failed", error=describe_exception(exc))


def _is_unreachable(exc: BaseException) -> bool:
    """Return whether Telegram or the way to it failed; it may or may not have received the message."""
    return isinstance(exc, NetworkError) and not isinstance(exc, BadRequest)


def _silence_loggers() -> None:
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # At CRITICAL python-telegram-bot logs updates and responses that it can't parse, texts included.
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
