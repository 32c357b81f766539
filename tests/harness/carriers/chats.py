"""The chats of one bot, and what stands in them."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, eq=False)
class Message:
    """A message in a chat; `keyboard` is the JSON that came with it."""

    chat: int
    id: int
    text: str
    by_bot: bool
    keyboard: str = ""
    date: int = field(default_factory=lambda: int(time.time()))
    edits: int = 0
    """How often its text became another."""
    kind: str = "private"
    """What its chat is: private, group, supergroup or channel."""

    def as_json(self, writer: dict[str, Any]) -> dict[str, Any]:
        """Return it as a Bot API object, as far as our bots read it."""
        name = {"first_name": "Zuzanna"} if self.kind == "private" else {"title": "A place for many"}
        chat = {"id": self.chat, "type": self.kind, **name}
        return {"message_id": self.id, "date": self.date, "chat": chat, "from": writer, "text": self.text}


class Chats:
    """All chats of a bot. Private chats share one sequence of message ids, people's and the bot's own together."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._last_id = 0
        self._texts: dict[str, str] = {}
        self._kinds: dict[int, str] = {}
        self._chats: defaultdict[int, dict[int, Message]] = defaultdict(dict)

    def __contains__(self, chat: object) -> bool:
        """Tell whether this person ever wrote, or the bot is or was in this group."""
        return chat in self._chats

    def open(self, chat: int, kind: str = "private") -> None:
        """Let there be a chat, which a bot can't begin itself."""
        self._chats[chat]
        self._kinds[chat] = kind

    def kind(self, chat: int) -> str:
        """Return what a chat is."""
        return self._kinds.get(chat, "private")

    def add(self, chat: int, text: str, keyboard: str = "", *, by_bot: bool, message_id: int | None = None) -> Message:
        """Put a new message into a chat, under an id that it has already or under the next one."""
        number = self._last_id + 1 if message_id is None else message_id
        self._last_id = max(self._last_id, number)
        # A bot says the same sentences over and over: each is kept once.
        kept = self._texts.setdefault(text, text)
        message = Message(chat, number, kept, by_bot, keyboard, kind=self.kind(chat))
        self._chats[chat][message.id] = message
        return message

    def get(self, chat: int, message_id: int) -> Message | None:
        """Return what stands in this chat under this id."""
        return self._chats[chat].get(message_id) if chat in self._chats else None

    def remove(self, chat: int, message_id: int) -> bool:
        """Take a message away; tell whether it was there."""
        return self._chats[chat].pop(message_id, None) is not None

    def all_of(self, chat: int) -> list[Message]:
        """Return what stands there of both sides, oldest first."""
        return list(self._chats[chat].values()) if chat in self._chats else []

    def said_to(self, chat: int) -> list[Message]:
        """Return what stands there of the bot's, oldest first."""
        return [message for message in self.all_of(chat) if message.by_bot]

    def rewritten(self) -> list[Message]:
        """Return all messages whose text became another."""
        return [message for chat in self._chats.values() for message in chat.values() if message.edits]
