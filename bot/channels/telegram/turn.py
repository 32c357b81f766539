"""One turn on Telegram: answer the message once, send the replies, clean up buttons."""

from dataclasses import replace

import structlog
from telegram.error import BadRequest, Forbidden

from bot.channels.telegram.chat_state import ChatState
from bot.channels.telegram.formatting import Outgoing, to_outgoing
from bot.channels.telegram.parsing import CHANNEL, TelegramUpdate
from bot.channels.telegram.rate_limiter import RateLimitExceededError
from bot.channels.telegram.sender import TelegramSender, ignore_failure
from bot.core.message import Address, InboundMessage
from bot.metrics import instruments
from bot.privacy.exceptions import describe_exception
from bot.state.idempotency import IdempotentResponder, Turn
from bot.state.store import CONVERSATION_TTL, StateUnavailableError

LATEST_ID_TTL = CONVERSATION_TTL
"""How long all processes know the newest message id: as long as the chat states that it is compared with."""
PRESS_TIMEOUT = 2.0
"""Seconds that a reply waits at most for the end of the pressed button's progress indicator."""
LOG = structlog.stdlib.get_logger(__name__)


class ProgressNotSavedError(Exception):
    """A reply was sent, but that could not be stored. Send nothing more; the update must be delivered again."""


class TelegramTurnHandler:
    """Handles people's turns.

    An update counts as answered only when Telegram has the last of its replies; callers must not acknowledge it before.
    Assumes that one person's turns run one after the other.
    """

    def __init__(self, responder: IdempotentResponder, sender: TelegramSender) -> None:
        """Take what answers messages, and what sends the replies."""
        self._responder = responder
        self._sender = sender
        self._seen = sender.seen

    async def handle(self, update: TelegramUpdate, inbound: InboundMessage) -> None:
        """Answer a message.

        Raise StateUnavailableError, ProgressNotSavedError or TelegramError if the update must be delivered again.
        """
        async with self._responder.turn(inbound) as turn:
            chat = await ChatState.load(self._responder.store, inbound.sender)
            question_id, is_retry = chat.question_id, turn.stored_reply.is_retry
            if not is_retry:
                await self._start(update, turn, chat)
            if chat.pause_left():
                raise RateLimitExceededError(CHANNEL)
            if update.press:
                answer = self._sender.bot.answer_callback_query(update.press.query_id, read_timeout=PRESS_TIMEOUT)
                await ignore_failure(answer)
            try:
                if any(reply.erases for reply in turn.stored_reply.replies):
                    await self._erase(update.address, turn, chat)
                    question_id = None
                await self._send_replies(update.address, turn, chat)
            except Forbidden:
                await turn.complete()  # the person has blocked the bot, so there is nothing left to send
                raise
            except RateLimitExceededError as exc:
                await self._pause(exc.retry_after, turn, inbound)
                raise
            instruments.record_message(CHANNEL, "again" if is_retry else "answered")
            await self._remove_buttons(update, None if chat.question_id == question_id else question_id)

    async def forget(self, inbound: InboundMessage) -> None:
        """Delete the conversation of a person who has blocked the bot; raise StateUnavailableError."""
        async with self._responder.turn(inbound) as turn:
            await ChatState(self._responder.store, inbound.sender).delete()
            await turn.complete()
            instruments.record_message(CHANNEL, "gone")

    async def _start(self, update: TelegramUpdate, turn: Turn, chat: ChatState) -> None:
        """Store the replies before the first one is sent."""
        if update.message_id is not None:
            chat.add(update.message_id, update.sent_at)
            self._seen.add(update.message_id)
        if update.press:
            self._seen.add(update.press.message_id)
        known_id = max(self._seen.latest, chat.latest_id())
        latest_id = await self._responder.store.max(CHANNEL, known_id, LATEST_ID_TTL.total_seconds())
        self._seen.latest = max(self._seen.latest, latest_id)
        chat.last_seen_id = self._seen.latest
        await chat.save()
        await turn.start()

    async def _erase(self, address: Address, turn: Turn, chat: ChatState) -> None:
        """Delete what can be deleted of the chat; let the replies say so if anything is left, or may be."""
        left = await self._sender.delete_messages(address, chat.deletable(self._seen.latest))
        if not chat.empty(left):
            replies = turn.stored_reply.replies
            turn.stored_reply.replies = tuple(replace(each, text=each.text_if_left or each.text) for each in replies)

    async def _pause(self, seconds: float, turn: Turn, inbound: InboundMessage) -> None:
        """Store for how long Telegram must not be called for this chat; nothing else of the failed attempt counts."""
        if seconds:
            chat = await ChatState.load(self._responder.store, inbound.sender)
            chat.pause(seconds)
            await chat.save()
            await turn.save()

    async def _send_replies(self, address: Address, turn: Turn, chat: ChatState) -> None:
        """Send the messages that were not sent yet, and store the progress after each."""
        messages = to_outgoing(turn.stored_reply.replies)
        maybe_sent = turn.stored_reply.is_retry
        for number in range(turn.stored_reply.sent, len(messages)):
            if not maybe_sent:
                chat.last_seen_id = max(chat.last_seen_id, self._seen.latest)
            sent_id = await self._send(address, messages[number], chat, maybe_sent=maybe_sent)
            maybe_sent = False
            if sent_id is not None:
                self._add_sent(sent_id, messages[number], chat)
            await self._save_progress(turn, chat, is_last=number == len(messages) - 1)
            if sent_id is not None:
                self._seen.add(sent_id)  # not before: an id that is not recorded is that of a copy
        if not messages:
            await turn.complete()

    def _add_sent(self, sent_id: int, message: Outgoing, chat: ChatState) -> None:
        chat.add(sent_id)
        chat.question_id = sent_id if message.choices else chat.question_id
        chat.last_seen_id = max(chat.last_seen_id, self._seen.latest, sent_id)

    async def _save_progress(self, turn: Turn, chat: ChatState, *, is_last: bool) -> None:
        """Store that one more message was sent; raise ProgressNotSavedError if that fails."""
        try:
            await chat.save()
            await (turn.complete() if is_last else turn.mark_sent())
        except StateUnavailableError:
            raise ProgressNotSavedError from None

    async def _send(self, address: Address, message: Outgoing, chat: ChatState, *, maybe_sent: bool) -> int | None:
        """Send one message and return its id; None if Telegram rejects it, because retries would be rejected too.

        If the buttons are rejected, the choices are sent as numbered lines.
        """
        for attempt in (message, message.without_buttons()) if message.choices else (message,):
            try:
                return await self._sender.send(address, attempt, chat, maybe_sent=maybe_sent)
            except BadRequest as exc:
                LOG.error("telegram rejected message", error=describe_exception(exc))  # noqa: TRY400 - a traceback may quote the person
                instruments.record_error("telegram")
        return None

    async def _remove_buttons(self, update: TelegramUpdate, answered_id: int | None) -> None:
        """Remove the buttons of the question that is answered; that fails without harm if it is old or gone."""
        pressed_id = update.press.message_id if update.press else None
        for message_id in {pressed_id, answered_id} - {None}:
            call = self._sender.bot.edit_message_reply_markup(int(update.address), message_id, reply_markup=None)
            await ignore_failure(call)
