"""The stored state of a Telegram chat: message ids and times only, to delete messages and remove old buttons."""

import json
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.core.message import Pseudonym
from bot.state.store import CONVERSATION_TTL, Store

KIND = "telegram chat"
DELETABLE_AGE = timedelta(hours=48)
"""Age up to which a bot may delete both sides' messages of a private chat (Bot API, deleteMessages)."""
MAX_IDS = 500
"""Ids of one chat; beyond it the oldest is dropped."""
UNCONFIRMED_IDS, MAX_UNCONFIRMED = 100, 3
"""Ids, in all chats, that a message can have which Telegram may have taken without saying so; and how many of these are
remembered."""


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
        self.is_complete = False
        """Whether no other message can stand in the chat than those that are known and those that the person was told
        of. Nobody knows what stood there before the first one that is stored."""
        self._unconfirmed: list[int] = []
        self._paused_until = 0.0

    @classmethod
    async def load(cls, store: Store, sender: Pseudonym) -> "ChatState":
        """Return the stored state; raise StateUnavailableError."""
        chat = cls(store, sender)
        stored = await store.get(KIND, sender)
        if stored:
            record = json.loads(stored)
            chat._sent = {int(message_id): at for message_id, at in record["sent"].items()}
            chat.question_id, chat.last_seen_id = record["asked"], record["after"]
            # A record of the last release has none of these.
            chat.is_complete = record.get("complete", False)
            chat._unconfirmed = record.get("unconfirmed", [])
            chat._paused_until = record.get("paused", 0.0)
        return chat

    def add(self, message_id: int, sent_at: float | None = None) -> None:
        """Add a message of either side, sent at `sent_at` (seconds since 1970) or now."""
        now = self._clock()
        self._sent[message_id] = int(min(now if sent_at is None else sent_at, now))
        while len(self._sent) > MAX_IDS:
            del self._sent[next(iter(self._sent))]
            self.is_complete = False

    def add_unconfirmed(self) -> None:
        """Note that Telegram may have taken a message of this turn without telling its id."""
        if self.last_seen_id not in self._unconfirmed:
            self._unconfirmed = [*self._unconfirmed, self.last_seen_id][-MAX_UNCONFIRMED:]

    def deletable(self, latest_id: int) -> list[int]:
        """Return the ids of the messages that can still be deleted, oldest first.

        Of messages that Telegram may have taken, these are the ids that they can have, up to `latest_id`: Telegram
        skips the ids of other chats.
        """
        since = self._clock() - DELETABLE_AGE.total_seconds()
        known = {message_id for message_id, at in self._sent.items() if at > since}
        ranges = (range(after + 1, min(latest_id, after + UNCONFIRMED_IDS) + 1) for after in self._unconfirmed)
        return sorted(known.union(*ranges) - (self._sent.keys() - known))

    def has_message(self, message_id: int) -> bool:
        """Return whether a message was added."""
        return message_id in self._sent

    def latest_id(self) -> int:
        """Return the newest id, 0 if there is none."""
        return max(self._sent, default=0)

    def empty(self, left: Sequence[int]) -> bool:
        """Drop all messages but those that could not be deleted; return whether nothing can be left in the chat."""
        now = self._clock()
        since = now - DELETABLE_AGE.total_seconds()
        is_empty = self.is_complete and not left and all(at > since for at in self._sent.values())
        self._sent = {message_id: self._sent.get(message_id, int(now)) for message_id in left}
        self.question_id, self._unconfirmed = None, []
        self.is_complete = not left  # the person is told of what is older
        return is_empty

    def pause(self, seconds: float) -> None:
        """Call Telegram no more for this chat before so many seconds are over."""
        self._paused_until = self._clock() + seconds

    def pause_left(self) -> float:
        """Return the seconds for which Telegram must not be called for this chat."""
        return max(0.0, self._paused_until - self._clock())

    async def save(self) -> None:
        """Store the state; it is committed with the turn."""
        record = {
            "sent": self._sent,
            "asked": self.question_id,
            "after": self.last_seen_id,
            "complete": self.is_complete,
            "unconfirmed": self._unconfirmed,
            "paused": self._paused_until,
        }
        await self._store.put(KIND, self._sender, json.dumps(record).encode(), CONVERSATION_TTL.total_seconds())

    async def delete(self) -> None:
        """Delete the stored state."""
        await self._store.delete(KIND, self._sender)
