"""Find out whether Telegram has a message already: nobody tells us when we died, or the line did, in that moment.

A bot can't read a chat. But Telegram refuses to change a message into what it is, so each of the next ids that is not
known is asked to become this very message. A bot's private chats share one sequence of ids.
"""

from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.channels.telegram.chat_state import Chat
from bot.channels.telegram.formatting import NO_PREVIEW, Outgoing, keyboard
from bot.core.message import Address

LOOKED_AT = 40
"""Ids in which a message is looked for: so many are given out, to anybody, in the moment that it takes to send one."""


async def find(bot: ExtBot[int], address: Address, message: Outgoing, chat: Chat) -> int | None:
    """Return the id of a message that stands in the chat, None where none is found; raise TelegramError."""
    for message_id in range(chat.after + 1, chat.after + 1 + LOOKED_AT):
        if not chat.knows(message_id) and await _is(bot, address, message_id, message):
            return message_id
    return None


async def _is(bot: ExtBot[int], address: Address, message_id: int, message: Outgoing) -> bool:
    try:
        await bot.edit_message_text(
            message.text,
            int(address),
            message_id,
            reply_markup=keyboard(message.choices),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as refused:
        return "not modified" in refused.message
    return True
