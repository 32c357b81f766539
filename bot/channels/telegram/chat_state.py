"""The stored state of a Telegram chat: message ids only, to delete messages and remove old buttons."""

import json
import time
from collections.abc import Callable
from datetime import timedelta

from bot.core.message import Pseudonym
from bot.state.store import CONVERSATION_TTL, Store

KIND = "telegram chat"
DELETABLE_AGE = timedelta(hours=48)
"""Age up to which a bot may delete both sides' messages of a private chat (Bot API, deleteMessages)."""
MAX_IDS = 500
"""Ids of one chat; beyond it the oldest is dropped."""


class ChatState:
    """The message ids of one chat, stored encrypted, and no longer than the conversation."""

    def __init__(self, store: Store, sender: Pseudonym, clock: Callable[[], float] = time.time) -> None:
        """Start empty; `clock` returns seconds since 1970."""
        self._store = store
        self._sender = sender
        self._clock = clock
        self._sent: dict[int, int] = {}
        self.question_id: int | None = None
        """The message that shows buttons."""
        self.last_seen_id = 0
        """An id lower than those of all messages that the current turn sends."""

    @classmethod
    async def load(cls, store: Store, sender: Pseudonym) -> "ChatState":
        """Return the stored state; raise StateUnavailableError."""
        chat = cls(store, sender)
        stored = await store.get(KIND, sender)
        if stored:
            record = json.loads(stored)
            chat._sent = {int(message_id): at for message_id, at in record["sent"].items()}
            chat.question_id, chat.last_seen_id = record["asked"], record["after"]
        return chat

    def add(self, message_id: int) -> None:
        """Add a message of either side."""
        self._sent[message_id] = int(self._clock())
        while len(self._sent) > MAX_IDS:
            del self._sent[next(iter(self._sent))]

    def deletable(self) -> list[int]:
        """Return the ids of the messages that can still be deleted, oldest first."""
        since = self._clock() - DELETABLE_AGE.total_seconds()
        return sorted(message_id for message_id, at in self._sent.items() if at > since)

    def has_message(self, message_id: int) -> bool:
        """Return whether a message was added."""
        return message_id in self._sent

    def latest_id(self) -> int:
        """Return the newest id, 0 if there is none."""
        return max(self._sent, default=0)

    def clear(self) -> None:
        """Drop all messages."""
        self._sent.clear()
        self.question_id = None

    async def save(self) -> None:
        """Store the state; it is committed with the turn."""
        record = {"sent": self._sent, "asked": self.question_id, "after": self.last_seen_id}
        await self._store.put(KIND, self._sender, json.dumps(record).encode(), CONVERSATION_TTL.total_seconds())

    async def delete(self) -> None:
        """Delete the stored state."""
        await self._store.delete(KIND, self._sender)
