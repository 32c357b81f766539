"""From a Telegram update to what one person said."""

import re
from dataclasses import dataclass, field

from telegram import CallbackQuery, Location, Message, Update, User
from telegram.constants import ChatType

from bot.channels.words import as_written
from bot.message import Address, Heard, InboundMessage, PersonsWords, Pseudonym

CHANNEL = "telegram"

MALFORMED = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
"""What python-telegram-bot raises on JSON that is no update; it checks no types itself."""

_COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@\w+)?(?P<rest>(?:\s.*)?)", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_LONGEST_TOKEN = 64


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed: the query to answer, and the message whose buttons it was."""

    query_id: str
    asked_id: int


@dataclass(frozen=True, slots=True)
class Overheard:
    """What one person said, and the chat it came from. Lives for one turn."""

    address: Address = field(repr=False)
    heard: Heard
    words: PersonsWords = field(default=PersonsWords(""), repr=False)
    choice: str = field(default="", repr=False)
    language_hint: str | None = None
    press: Press | None = None
    point: tuple[float, float] | None = field(default=None, repr=False)

    def by(self, sender: Pseudonym) -> InboundMessage:
        """Return the message as the engine may see it: without the address."""
        return InboundMessage(
            CHANNEL, sender, self.heard, self.words, self.choice, self.language_hint, point=self.point
        )


def hear(update: Update) -> Overheard | None:
    """Return what a person said in a private chat, or None where nobody is to be answered.

    Groups, channels, bots, edits and all other kinds are None: an answer in a
    group would tell others who asks for help. Raise one of MALFORMED on an
    update whose fields have wrong types.
    """
    if update.callback_query:
        return _press(update.callback_query)
    if update.message and update.message.chat.type == ChatType.PRIVATE:
        return _message(update.message)
    return None


def _press(query: CallbackQuery) -> Overheard | None:
    asked = query.message
    if asked is None or asked.chat.type != ChatType.PRIVATE:
        return None
    return Overheard(
        Address(str(int(asked.chat.id))),
        Heard.CHOICE,
        choice=(query.data or "").encode(errors="ignore")[:_LONGEST_TOKEN].decode(errors="ignore"),
        language_hint=_language(query.from_user),
        press=Press(query.id, asked.message_id),
    )


def _message(message: Message) -> Overheard | None:
    if message.from_user and message.from_user.is_bot:
        return None
    address, language = Address(str(int(message.chat.id))), _language(message.from_user)
    if message.location:
        return Overheard(address, Heard.LOCATION, language_hint=language, point=_coarse(message.location))
    heard, words = _words(message.text or message.caption or "")
    return Overheard(address, heard, words, language_hint=language)


def _coarse(location: Location) -> tuple[float, float]:
    """Return a point so coarse that no house is in it; what was shared goes no further than here."""
    return round(float(location.latitude), 1), round(float(location.longitude), 1)


def _words(text: str) -> tuple[Heard, PersonsWords]:
    command = _COMMAND.fullmatch(text)
    if command and command["name"].casefold() == "start":
        return Heard.START, PersonsWords("")
    words = as_written(command["name"] + command["rest"] if command else text)
    return (Heard.WORDS if words else Heard.UNREADABLE), words


def _language(user: User | None) -> str | None:
    code = user.language_code if user else None
    return code if code and _LANGUAGE.fullmatch(code) else None
