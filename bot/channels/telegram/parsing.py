"""From a Telegram update to what one person said."""

import re
from dataclasses import dataclass, field

from telegram import CallbackQuery, ChatMemberUpdated, Location, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext.filters import StatusUpdate

from bot.channels.common.text_input import as_written
from bot.core.message import Address, Heard, InboundMessage, PersonsWords, Pseudonym

CHANNEL = "telegram"

MALFORMED = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
"""What python-telegram-bot raises on JSON that is no update; it checks no types itself."""

COMMANDS = ("menu", "language", "erase")
"""Commands that mean the same in every language; any other is the plain word."""

_COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@\w+)?(?P<rest>(?:\s.*)?)", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_LONGEST_TOKEN = 64
_OUTSIDE = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed: the query to answer, and the message whose buttons it was."""

    query_id: str
    asked_id: int


@dataclass(frozen=True, slots=True)
class Overheard:
    """What one person said, and the chat it came from. Lives for one turn."""

    update_id: int
    address: Address = field(repr=False)
    heard: Heard
    words: PersonsWords = field(default=PersonsWords(""), repr=False)
    choice: str = field(default="", repr=False)
    language_hint: str | None = None
    message_id: int | None = None
    """The message they sent; None where they pressed a button."""
    press: Press | None = None
    point: tuple[float, float] | None = field(default=None, repr=False)

    def by(self, sender: Pseudonym) -> InboundMessage:
        """Return the message as the engine may see it: without the address."""
        return InboundMessage(
            CHANNEL,
            sender,
            self.heard,
            str(self.update_id),
            self.words,
            self.choice,
            language_hint=self.language_hint,
            point=self.point,
        )


@dataclass(frozen=True, slots=True)
class Uninvited:
    """A group or channel that we were put into: to be left without a word, since one would tell what we are for."""

    address: Address = field(repr=False)


def hear(update: Update) -> Overheard | Uninvited | None:
    """Return what a person said in a private chat, or None where nobody is to be answered.

    Bots and all kinds of updates that are no person's words to us are None. Raise one of MALFORMED on an update whose
    fields have wrong types.
    """
    if update.callback_query:
        return _press(update, update.callback_query)
    if update.my_chat_member:
        return _membership(update, update.my_chat_member)
    message = update.message or update.edited_message or update.channel_post
    if message is None:
        return None
    if message.chat.type != ChatType.PRIVATE:
        return Uninvited(_address(message.chat.id))
    return _change(update, message) if update.edited_message else _message(update, message)


def _press(update: Update, query: CallbackQuery) -> Overheard | None:
    asked = query.message
    if asked is None or asked.chat.type != ChatType.PRIVATE:
        return None
    return Overheard(
        update.update_id,
        _address(asked.chat.id),
        Heard.CHOICE,
        choice=(query.data or "").encode(errors="ignore")[:_LONGEST_TOKEN].decode(errors="ignore"),
        language_hint=_language(query.from_user),
        press=Press(str(query.id), int(asked.message_id)),
    )


def _membership(update: Update, member: ChatMemberUpdated) -> Overheard | Uninvited | None:
    """A person who blocks us is gone; whoever puts us into a group sees us leave."""
    outside = member.new_chat_member.status in _OUTSIDE
    address = _address(member.chat.id)
    if member.chat.type != ChatType.PRIVATE:
        return None if outside else Uninvited(address)
    return Overheard(update.update_id, address, Heard.GONE) if outside else None


def _change(update: Update, message: Message) -> Overheard | None:
    """Whoever mends a text may wait for an answer to it; a live location changes by itself."""
    if not (message.text or message.caption) or _is_a_bots(message):
        return None
    language = _language(message.from_user)
    return Overheard(update.update_id, _address(message.chat.id), Heard.CHANGED, language_hint=language)


def _message(update: Update, message: Message) -> Overheard | None:
    # What happens to a chat, such as that its messages delete themselves now, comes as a message that nobody wrote.
    if _is_a_bots(message) or StatusUpdate.ALL.check_update(update):
        return None
    heard, words, choice = _said(message.text or message.caption or "")
    point = _coarse(message.location) if message.location else None
    return Overheard(
        update.update_id,
        _address(message.chat.id),
        Heard.LOCATION if point else heard,
        words,
        choice,
        _language(message.from_user),
        int(message.message_id),
        point=point,
    )


def _is_a_bots(message: Message) -> bool:
    return bool(message.from_user and message.from_user.is_bot)


def _address(chat_id: int) -> Address:
    return Address(str(int(chat_id)))


def _coarse(location: Location) -> tuple[float, float]:
    """Return a point so coarse that no house is in it; what was shared goes no further than here."""
    return round(float(location.latitude), 1), round(float(location.longitude), 1)


def _said(text: str) -> tuple[Heard, PersonsWords, str]:
    """Return what kind of thing a text is, its words, and the command that it gives."""
    command = _COMMAND.fullmatch(text)
    name = command["name"].casefold() if command else ""
    if name == "start":
        return Heard.START, PersonsWords(""), ""
    if name in COMMANDS:
        return Heard.COMMAND, PersonsWords(""), name
    words = as_written(command["name"] + command["rest"] if command else text)
    return (Heard.WORDS if words else Heard.UNREADABLE), words, ""


def _language(user: User | None) -> str | None:
    code = user.language_code if user else None
    return code if code and _LANGUAGE.fullmatch(code) else None
