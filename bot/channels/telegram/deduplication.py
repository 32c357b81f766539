"""Prevent messages from being sent twice: by updates delivered twice, stalled processes and lost answers."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from itertools import islice
from typing import Any, Generic, TypeVar

import httpx
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.chat_state import ChatState
from bot.channels.telegram.formatting import NO_PREVIEW, Outgoing, keyboard
from bot.core.message import Address
from bot.state.store import Store

Key = TypeVar("Key")
Value = TypeVar("Value")

MAX_SEEN_IDS = 2000
"""Ids that a process remembers: about as many as Telegram hands out in a minute at its rate limit."""
CHECKED_IDS = 40
"""Most ids that are checked for a copy of one message."""
_SEND_EVENTS = {"http11.send_request_headers.started", "http11.send_request_body.started"}
"""Names of events in httpcore's "trace" extension."""


class RecentCache(Generic[Key, Value]):
    """Keeps values for a limited time, in bounded memory.

    A flood evicts the oldest values early, which costs a repeated reply but never memory. Assumes a monotonic `clock`
    in seconds.
    """

    def __init__(self, clock: Callable[[], float], ttl: timedelta, max_items: int) -> None:
        """Keep each value for `ttl`, and at most `max_items` values."""
        self._clock = clock
        self._ttl = ttl.total_seconds()
        self._max_items = max_items
        self._items: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def __len__(self) -> int:
        """Return the number of values, expired ones included."""
        return len(self._items)

    def get(self, key: Key) -> Value | None:
        """Return the value of the key, or None."""
        self._evict_expired()
        item = self._items.get(key)
        return item[1] if item else None

    def put(self, key: Key, value: Value) -> None:
        """Add a value under a key that is not in the cache."""
        self._evict_expired()
        if len(self._items) >= self._max_items:
            self._items.popitem(last=False)
        self._items[key] = (self._clock(), value)

    def _evict_expired(self) -> None:
        before = self._clock() - self._ttl
        while self._items and next(iter(self._items.values()))[0] <= before:
            self._items.popitem(last=False)


def require_lock(store: Store) -> Callable[[httpx.Request], Awaitable[None]]:
    """Return a request hook for httpx that fails a call, with LockLostError as its cause, if the turn's lock is lost.

    A process that stood still, suspended or overloaded, may resume in the middle of a turn. Another has answered by
    then, and Telegram would take the same reply from both. So the lock is checked at the last moment, as the bytes are
    sent.
    """

    async def trace(event: str, _: dict[str, Any]) -> None:
        if event in _SEND_EVENTS:
            store.raise_if_lock_lost()

    async def hook(request: httpx.Request) -> None:
        request.extensions["trace"] = trace

    return hook


class SeenIds:
    """The newest message ids that this process has seen, in all chats: a bot's private chats share one sequence.

    An id between seen ones that was not seen itself may be a message that Telegram took without telling us.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._ids: OrderedDict[int, None] = OrderedDict()
        self.latest = 0
        """The newest id that is known, by this process or any other."""

    def add(self, message_id: int) -> None:
        """Add the id of a message."""
        self.latest = max(self.latest, message_id)
        self._ids[message_id] = None
        if len(self._ids) > MAX_SEEN_IDS:
            self._ids.popitem(last=False)

    def unseen(self, after: int, before: int) -> list[int]:
        """Return ids between two others that were not seen, at most CHECKED_IDS: half of them next to each end."""
        lowest = islice((each for each in range(after + 1, before) if each not in self._ids), CHECKED_IDS // 2)
        highest = islice((each for each in range(before - 1, after, -1) if each not in self._ids), CHECKED_IDS // 2)
        return sorted({*lowest, *highest})


async def find_copies(
    bot: ExtBot[int], address: Address, message: Outgoing, chat: ChatState, ids: Iterable[int]
) -> list[int]:
    """Return which of these ids are copies of a message in the chat; those that can't be checked are left out.

    If this process or the connection dies during a call, it is unknown whether Telegram has the message, and a bot
    can't read a chat. But Telegram refuses to change a message into what it is already, so each id is edited into this
    very message. Assumes that a message whose id is not stored can't be edited (`TelegramSender.try_send`).
    """
    copies = []
    for message_id in ids:
        if chat.has_message(message_id):
            continue
        try:
            if await _is_same(bot, address, message_id, message):
                copies.append(message_id)
        except TelegramError:
            break  # a copy that stays is erased with the others (`ChatState.add_unconfirmed`)
    return copies


async def _is_same(bot: ExtBot[int], address: Address, message_id: int, message: Outgoing) -> bool:
    try:
        await bot.edit_message_text(
            message.text,
            int(address),
            message_id,
            reply_markup=keyboard(message.choices),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as exc:
        return "not modified" in exc.message
    return True
