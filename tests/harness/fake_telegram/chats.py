"""The chats of one bot: messages, edits and deletions."""

import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.harness.fake_telegram.errors import check_keyboard, check_text, raise_error

Form = dict[str, str]
MAX_DELETED_PER_CALL = 100
_DELETABLE_AGE, _DICE_AGE = 48 * 3600, 24 * 3600
"""Seconds in which a message of a private chat can be deleted, and before a dice can be (Bot API, deleteMessage)."""
_NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


@dataclass(slots=True, eq=False)
class Message:
    """A message in a chat; `keyboard` is the JSON of its reply markup."""

    chat: int
    id: int
    text: str
    by_bot: bool
    keyboard: str = ""
    date: int = field(default_factory=lambda: int(time.time()))
    edits: int = 0
    """How often its text was changed."""
    is_editable: bool = True
    """False if it was sent with a reply markup that is not an inline keyboard (Bot API, "Updating messages")."""
    kind: str = "private"
    """The type of its chat: private, group, supergroup or channel."""
    is_dice: bool = False

    @property
    def is_deletable(self) -> bool:
        """Whether a bot can delete it in a private chat."""
        age = time.time() - self.date
        return age < _DELETABLE_AGE and (age > _DICE_AGE or not self.is_dice)

    def as_json(self, writer: dict[str, Any]) -> dict[str, Any]:
        """Return the Bot API object, with the fields that our bots read."""
        name = {"first_name": "Zuzanna"} if self.kind == "private" else {"title": "A place for many"}
        chat = {"id": self.chat, "type": self.kind, **name}
        return {"message_id": self.id, "date": self.date, "chat": chat, "from": writer, "text": self.text}


class Chats:
    """All chats of a bot. Private chats share one sequence of message ids, those of people and of the bot."""

    def __init__(self, on_removed: Callable[[Message], None] = lambda _: None) -> None:
        """Start without chats; `on_removed` is called with each message that is deleted."""
        self.on_removed = on_removed
        self._last_id = 0
        self._texts: dict[str, str] = {}
        self._kinds: dict[int, str] = {}
        self._chats: defaultdict[int, dict[int, Message]] = defaultdict(dict)

    def __contains__(self, chat: object) -> bool:
        """Return whether the chat was opened."""
        return chat in self._chats

    def open(self, chat: int, kind: str = "private") -> None:
        """Open a chat, which a bot can't do itself."""
        self._chats[chat]
        self._kinds[chat] = kind

    def kind(self, chat: int) -> str:
        """Return the type of a chat."""
        return self._kinds.get(chat, "private")

    def add(self, chat: int, text: str, keyboard: str = "", *, by_bot: bool, message_id: int | None = None) -> Message:
        """Add a message to a chat, with the given id or the next one."""
        number = self._last_id + 1 if message_id is None else message_id
        self._last_id = max(self._last_id, number)
        # A bot repeats its texts, so each is stored once.
        shared_text = self._texts.setdefault(text, text)
        message = Message(chat, number, shared_text, by_bot, keyboard, kind=self.kind(chat))
        self._chats[chat][message.id] = message
        return message

    def get(self, chat: int, message_id: int) -> Message | None:
        """Return a message, or None."""
        return self._chats[chat].get(message_id) if chat in self._chats else None

    def remove(self, chat: int, message_id: int) -> None:
        """Remove a message."""
        self.on_removed(self._chats[chat].pop(message_id))

    def messages(self, chat: int) -> list[Message]:
        """Return the messages of both sides, oldest first."""
        return list(self._chats[chat].values()) if chat in self._chats else []

    def sent_by_bot(self, chat: int) -> list[Message]:
        """Return the bot's messages, oldest first."""
        return [message for message in self.messages(chat) if message.by_bot]

    def edited(self) -> list[Message]:
        """Return all messages whose text was changed."""
        return [message for chat in self._chats.values() for message in chat.values() if message.edits]


def edit_text(chats: Chats, form: Form) -> Message:
    """Change the text and buttons of a message; raise BotApiError if that is not allowed."""
    message = _editable(chats, form)
    check_text(form.get("text", ""))
    check_keyboard(form.get("reply_markup", ""))
    return _change(message, form["text"], form.get("reply_markup", ""))


def edit_keyboard(chats: Chats, form: Form) -> Message:
    """Change only the buttons of a message; raise BotApiError if that is not allowed."""
    message = _editable(chats, form)
    check_keyboard(form.get("reply_markup", ""))
    return _change(message, message.text, form.get("reply_markup", ""))


def delete(chats: Chats, form: Form) -> bool:
    """Delete one message; raise BotApiError if it does not exist or can't be deleted."""
    message = chats.get(int(form["chat_id"]), int(form["message_id"]))
    if message is None:
        raise_error("Bad Request: message to delete not found")
    if not message.is_deletable:
        raise_error("Bad Request: message can't be deleted for everyone")
    chats.remove(message.chat, message.id)
    return True


def delete_many(chats: Chats, form: Form) -> bool:
    """Delete messages, and ignore those that don't exist in the chat.

    Raise BotApiError if there are too many, or one that can't be deleted: TDLib checks each before it deletes any.
    """
    ids = json.loads(form["message_ids"])
    if not 1 <= len(ids) <= MAX_DELETED_PER_CALL:
        reason = "too many message identifiers" if ids else "message identifiers are not specified"
        raise_error(f"Bad Request: {reason}")
    found = [message for each in ids if (message := chats.get(int(form["chat_id"]), each))]
    if not all(message.is_deletable for message in found):
        raise_error("Bad Request: message can't be deleted for everyone")
    for message in found:
        chats.remove(message.chat, message.id)
    return True


def _editable(chats: Chats, form: Form) -> Message:
    message = chats.get(int(form["chat_id"]), int(form["message_id"]))
    if message is None:
        raise_error("Bad Request: message to edit not found")
    if not message.by_bot or not message.is_editable:
        raise_error("Bad Request: message can't be edited")
    return message


def _change(message: Message, text: str, keyboard: str) -> Message:
    if message.text == text and _rows(message.keyboard) == _rows(keyboard):
        raise_error(_NOT_MODIFIED)
    message.edits += message.text != text
    message.text, message.keyboard = text, keyboard
    return message


def _rows(keyboard: str) -> list[Any]:
    return (json.loads(keyboard) if keyboard else {}).get("inline_keyboard") or []
