"""One turn on Telegram: answered once, handed over, and settled."""

import structlog
from telegram.error import BadRequest, Forbidden

from bot.channels.telegram.chat_state import Chat
from bot.channels.telegram.formatting import Outgoing, outgoing
from bot.channels.telegram.parsing import CHANNEL, Overheard
from bot.channels.telegram.sender import Speaker, harmless
from bot.core.message import Address, InboundMessage
from bot.metrics import instruments
from bot.privacy.exceptions import name_fault
from bot.state.idempotency import AnsweredOnce, Turn
from bot.state.store import KEPT_FOR, StateUnavailableError

IDS_KEPT = KEPT_FOR
"""Time for which the newest id is known to all processes: as long as what it is compared with."""
LOG = structlog.stdlib.get_logger(__name__)


class NotNotedError(Exception):
    """A reply was said, and that could not be noted. The update is to come again; nothing more is to be said now."""


class TelegramTurns:
    """Takes people's turns.

    An update counts as answered only when Telegram has the last of its replies; whoever calls must not acknowledge it
    before. Assumes that one person's turns come one at a time.
    """

    def __init__(self, once: AnsweredOnce, speaker: Speaker) -> None:
        """Take who answers, and who speaks."""
        self._once = once
        self._speaker = speaker
        self._latest_id = 0
        """The newest id that this process has seen or heard of."""

    async def take(self, overheard: Overheard, inbound: InboundMessage) -> None:
        """Answer; raise StateUnavailableError, NotNotedError or TelegramError: the same update is to come again."""
        async with self._once.turn(inbound) as turn:
            chat = await Chat.of(self._once.store, inbound.sender)
            asked, again = chat.asked, turn.answered.again
            if not again:
                await self._begin(overheard, turn, chat)
            replies = turn.answered.replies
            if any(reply.erases for reply in replies):
                await self._speaker.wipe(overheard.address, chat.deletable())
                chat.empty()
                asked = None
            try:
                await self._hand_over(overheard.address, turn, chat)
            except Forbidden:
                await turn.all_said()  # nothing waits for somebody who has blocked us
                raise
            instruments.message(CHANNEL, "again" if again else "answered")
            await self._settle(overheard, None if chat.asked == asked else asked)

    async def gone(self, inbound: InboundMessage) -> None:
        """Forget somebody who wants no more from us; raise StateUnavailableError."""
        async with self._once.turn(inbound) as turn:
            await Chat(self._once.store, inbound.sender).forget()
            await turn.all_said()
            instruments.message(CHANNEL, "gone")

    async def _begin(self, overheard: Overheard, turn: Turn, chat: Chat) -> None:
        """Keep what is to be said before any of it is."""
        if overheard.message_id is not None:
            chat.note(overheard.message_id)
        self._saw(overheard.message_id or 0)
        self._saw(overheard.press.asked_id if overheard.press else 0)
        self._saw(await self._once.store.newest(CHANNEL, max(self._latest_id, chat.latest()), IDS_KEPT.total_seconds()))
        chat.after = self._latest_id
        await chat.keep()
        await turn.begin()

    async def _hand_over(self, address: Address, turn: Turn, chat: Chat) -> None:
        """Send what was not sent yet, noting each message as soon as Telegram has it."""
        messages = outgoing(turn.answered.replies)
        again = turn.answered.again
        for number in range(turn.answered.said, len(messages)):
            if not again:
                chat.after = max(chat.after, self._latest_id)
            sent_id = await self._said(address, messages[number], chat, again=again)
            again = False
            if sent_id is not None:
                self._note(sent_id, messages[number], chat)
            await self._keep(turn, chat, is_last=number == len(messages) - 1)
        if not messages:
            await turn.all_said()

    def _note(self, sent_id: int, message: Outgoing, chat: Chat) -> None:
        self._saw(sent_id)
        chat.note(sent_id)
        chat.asked = sent_id if message.choices else chat.asked
        chat.after = max(chat.after, self._latest_id)

    async def _keep(self, turn: Turn, chat: Chat, *, is_last: bool) -> None:
        """Note that one more was said; raise NotNotedError where that can't be kept."""
        try:
            await chat.keep()
            await (turn.all_said() if is_last else turn.one_said())
        except StateUnavailableError:
            raise NotNotedError from None

    async def _said(self, address: Address, message: Outgoing, chat: Chat, *, again: bool) -> int | None:
        """Send one message and return its id; None where Telegram will never take it: it is not tried for ever."""
        try:
            return await self._speaker.say(address, message, chat, again=again)
        except BadRequest as refused:
            LOG.error("Telegram does not take a message", fault=name_fault(refused))  # noqa: TRY400 - a traceback may quote the person
            instruments.fault("telegram")
            return None

    async def _settle(self, overheard: Overheard, answered: int | None) -> None:
        """End the pressed button's waiting sign, and take away the buttons of the question that is answered.

        All of it fails where the question is old or gone; that harms nobody.
        """
        bot, press = self._speaker.bot, overheard.press
        if press:
            await harmless(bot.answer_callback_query(press.query_id))
        for message_id in {press.asked_id if press else None, answered} - {None}:
            await harmless(bot.edit_message_reply_markup(int(overheard.address), message_id, reply_markup=None))

    def _saw(self, message_id: int) -> None:
        self._latest_id = max(self._latest_id, message_id)
