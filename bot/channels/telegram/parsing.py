"""Parse Telegram updates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Location, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext.filters import StatusUpdate

from bot.channels.common.text_input import clean_text
from bot.core.message import Address, InboundMessage, MessageKind, Pseudonym, UserText

CHANNEL = "telegram"

MALFORMED = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
"""What python-telegram-bot raises on JSON that is not an update; it does not check types itself."""

COMMANDS = ("menu", "language", "erase")
"""Commands with the same meaning in every language; any other is read as ordinary text."""

_COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@\w+)?(?P<rest>(?:\s.*)?)", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_MAX_TOKEN_BYTES = 64
_MAX_MESSAGE_ID = 2**31 - 1
"""Telegram's ids of messages are positive and have 32 bits."""
_MAX_DATE = 2**32 - 1
"""Seconds since 1970: Telegram's dates have 32 bits."""
LATE_AFTER = timedelta(minutes=15)
"""Age from which a message is not answered as if it had just been written: Telegram keeps updates for a day."""
_NOT_A_MEMBER = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A pressed button: the query to answer, and the message with the button."""

    query_id: str
    message_id: int


@dataclass(frozen=True, slots=True)
class TelegramUpdate:
    """What one person sent, and the chat that it came from. Lives for one turn."""

    update_id: int
    address: Address = field(repr=False)
    kind: MessageKind
    text: UserText = field(default=UserText(""), repr=False)
    choice: str = field(default="", repr=False)
    language_hint: str | None = None
    message_id: int | None = None
    """The message that they sent; None if they pressed a button."""
    press: ButtonPress | None = None
    location: tuple[float, float] | None = field(default=None, repr=False)
    sent_at: float | None = None
    """When they sent it, in seconds since 1970; None if they pressed a button, of which Telegram does not tell."""

    def to_message(self, sender: Pseudonym, now: float) -> InboundMessage:
        """Return the message for the engine, without the address; `now` is in seconds since 1970.

        An empty chat offers nothing but a button that sends /start, so any other message shows that there was an
        earlier one.
        """
        return InboundMessage(
            CHANNEL,
            sender,
            self.kind,
            str(self.update_id),
            self.text,
            self.choice,
            language_hint=self.language_hint,
            location=self.location,
            is_late=self.sent_at is not None and now - self.sent_at > LATE_AFTER.total_seconds(),
            has_history=self.kind is not MessageKind.START,
        )


@dataclass(frozen=True, slots=True)
class GroupUpdate:
    """A group or channel that the bot was added to. The bot leaves silently: any text would reveal its purpose."""

    address: Address = field(repr=False)


def parse_update(update: Update) -> TelegramUpdate | GroupUpdate | None:
    """Return what a person sent in a private chat, or None if no answer is due.

    Updates from bots, and updates that are not a person's message to the bot, are None. Raise one of MALFORMED on an
    update whose fields have wrong types.
    """
    if update.callback_query:
        return _parse_press(update, update.callback_query)
    if update.my_chat_member:
        return _parse_membership(update, update.my_chat_member)
    message = update.message or update.edited_message or update.channel_post
    if message is None:
        return None
    if message.chat.type != ChatType.PRIVATE:
        return GroupUpdate(_address(message.chat.id))
    return _parse_edit(update, message) if update.edited_message else _parse_message(update, message)


def _parse_press(update: Update, query: CallbackQuery) -> TelegramUpdate | None:
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return None
    return TelegramUpdate(
        update.update_id,
        _address(message.chat.id),
        MessageKind.CHOICE,
        choice=(query.data or "").encode(errors="ignore")[:_MAX_TOKEN_BYTES].decode(errors="ignore"),
        language_hint=_language(query.from_user),
        press=ButtonPress(str(query.id), _message_id(message.message_id)),
    )


def _parse_membership(update: Update, member: ChatMemberUpdated) -> TelegramUpdate | GroupUpdate | None:
    """Blocking the bot in a private chat is an opt-out; a group that adds the bot is to be left."""
    is_outside = member.new_chat_member.status in _NOT_A_MEMBER
    address = _address(member.chat.id)
    if member.chat.type != ChatType.PRIVATE:
        return None if is_outside else GroupUpdate(address)
    return TelegramUpdate(update.update_id, address, MessageKind.OPT_OUT) if is_outside else None


def _parse_edit(update: Update, message: Message) -> TelegramUpdate | None:
    """A person who edits a text may expect an answer; a live location is edited by itself."""
    if not (message.text or message.caption) or _is_from_bot(message):
        return None
    return TelegramUpdate(
        update.update_id,
        _address(message.chat.id),
        MessageKind.EDITED,
        language_hint=_language(message.from_user),
        sent_at=_timestamp(message.edit_date or message.date),
    )


def _parse_message(update: Update, message: Message) -> TelegramUpdate | None:
    # Events in a chat, such as a new auto-delete timer, come as messages that no person wrote.
    if _is_from_bot(message) or StatusUpdate.ALL.check_update(update):
        return None
    kind, text, choice = _parse_text(message.text or message.caption or "")
    location = _rounded(message.location) if message.location else None
    return TelegramUpdate(
        update.update_id,
        _address(message.chat.id),
        MessageKind.LOCATION if location else kind,
        text,
        choice,
        _language(message.from_user),
        _message_id(message.message_id),
        location=location,
        sent_at=_timestamp(message.date),
    )


def parse_text_only(raw: Mapping[str, Any]) -> TelegramUpdate | None:
    """Return a text that a person sent in a private chat, read from the few fields that this needs, or None.

    For updates that python-telegram-bot can't parse, because some other field is not as it expects. Raise one of
    MALFORMED if these fields have wrong types.
    """
    message = raw["message"]
    writer, text = message.get("from") or {}, message.get("text") or message.get("caption")
    if message["chat"]["type"] != ChatType.PRIVATE or writer.get("is_bot") or not isinstance(text, str):
        return None
    kind, cleaned, choice = _parse_text(text)
    return TelegramUpdate(
        int(raw["update_id"]),
        _address(message["chat"]["id"]),
        kind,
        cleaned,
        choice,
        _language_code(writer.get("language_code")),
        _message_id(message["message_id"]),
        sent_at=_seconds(message.get("date")),
    )


def _is_from_bot(message: Message) -> bool:
    return bool(message.from_user and message.from_user.is_bot)


def _address(chat_id: int) -> Address:
    return Address(str(int(chat_id)))


def _message_id(value: int) -> int:
    """Return an id; raise ValueError on one that Telegram can't give: it would be the newest for ever."""
    if not 0 <= int(value) <= _MAX_MESSAGE_ID:
        message = "not an id of a message"
        raise ValueError(message)
    return int(value)


def _seconds(value: object) -> float | None:
    """Return a raw date in seconds since 1970; None for one that cannot be: the text counts, whenever it was sent."""
    return float(value) if isinstance(value, int) and 0 <= value <= _MAX_DATE else None


def _timestamp(date: datetime | None) -> float | None:
    return date.timestamp() if date else None


def _rounded(location: Location) -> tuple[float, float]:
    """Return a point too coarse to identify a house; the exact one goes no further than here."""
    return round(float(location.latitude), 1), round(float(location.longitude), 1)


def _parse_text(text: str) -> tuple[MessageKind, UserText, str]:
    """Return the kind of message, its text, and the name of a command."""
    command = _COMMAND.fullmatch(text)
    name = command["name"].casefold() if command else ""
    if name == "start":
        return MessageKind.START, UserText(""), ""
    if name in COMMANDS:
        return MessageKind.COMMAND, UserText(""), name
    cleaned = clean_text(command["name"] + command["rest"] if command else text)
    return (MessageKind.TEXT if cleaned else MessageKind.UNREADABLE), cleaned, ""


def _language(user: User | None) -> str | None:
    return _language_code(user.language_code) if user else None


def _language_code(code: str | None) -> str | None:
    return code if code and _LANGUAGE.fullmatch(code) else None
