"""What is kept of one Telegram chat, so that it can be wiped and old buttons taken away: ids of messages, no more."""

import json
import time
from collections.abc import Callable
from datetime import timedelta

from bot.core.message import Pseudonym
from bot.state.store import KEPT_FOR, Store

KIND = "telegram chat"
DELETABLE_FOR = timedelta(hours=48)
"""For so long a bot may delete both sides' messages of a private chat (Bot API, deleteMessages)."""
AT_MOST = 500
"""Ids of one chat; beyond it the oldest is forgotten."""


class Chat:
    """The ids of one chat's messages: sealed, and kept no longer than the conversation."""

    def __init__(self, store: Store, sender: Pseudonym, clock: Callable[[], float] = time.time) -> None:
        """Begin with nothing known; `clock` gives seconds since 1970."""
        self._store = store
        self._sender = sender
        self._clock = clock
        self._sent: dict[int, int] = {}
        self.asked: int | None = None
        """The message whose buttons stand."""
        self.after = 0
        """An id that was given out before whatever the turn that runs sends."""

    @classmethod
    async def of(cls, store: Store, sender: Pseudonym) -> "Chat":
        """Return what is kept; raise StateUnavailableError."""
        chat = cls(store, sender)
        kept = await store.get(KIND, sender)
        if kept:
            record = json.loads(kept)
            chat._sent = {int(message_id): at for message_id, at in record["sent"].items()}
            chat.asked, chat.after = record["asked"], record["after"]
        return chat

    def note(self, message_id: int) -> None:
        """Remember a message of either side."""
        self._sent[message_id] = int(self._clock())
        while len(self._sent) > AT_MOST:
            del self._sent[next(iter(self._sent))]

    def deletable(self) -> list[int]:
        """Return the ids of the messages that can be deleted still, oldest first."""
        since = self._clock() - DELETABLE_FOR.total_seconds()
        return sorted(message_id for message_id, at in self._sent.items() if at > since)

    def knows(self, message_id: int) -> bool:
        """Tell whether this is a message that was noted."""
        return message_id in self._sent

    def latest(self) -> int:
        """Return the newest id that is known, 0 where none is."""
        return max(self._sent, default=0)

    def empty(self) -> None:
        """Forget all messages."""
        self._sent.clear()
        self.asked = None

    async def keep(self) -> None:
        """Keep it with the turn that is held."""
        record = {"sent": self._sent, "asked": self.asked, "after": self.after}
        await self._store.put(KIND, self._sender, json.dumps(record).encode(), KEPT_FOR.total_seconds())

    async def forget(self) -> None:
        """Keep nothing of it any more."""
        await self._store.forget(KIND, self._sender)
