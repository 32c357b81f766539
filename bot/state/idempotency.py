"""Answers each message exactly once, whatever process dies meanwhile (docs/adr/0015)."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta

import structlog

from bot.core.message import Choice, FallbackHandler, InboundMessage, MessageHandler, Reply
from bot.metrics import instruments
from bot.privacy.exceptions import describe_exception
from bot.state.store import Lock, StateUnavailableError, Store

LOG = structlog.stdlib.get_logger(__name__)

KIND = "answer"
TURN_TIMEOUT = timedelta(seconds=30)
"""Time that a turn may take before the person gets an apology instead."""
REPLIES_TTL = timedelta(minutes=15)
"""Time for which encrypted replies wait for a second delivery of their message."""
ANSWERED_TTL = timedelta(days=1)
"""Time for which a message is known to be answered; Telegram stops redelivering after a day.

A message without replies is known for REPLIES_TTL only: a flood of them must not fill the store, and there is little to
repeat if it is delivered again later.
"""


@dataclass
class StoredReply:
    """The replies to a message, and how many of them were sent.

    `sent` counts those that the network has certainly accepted. `is_retry` means that an earlier attempt ended and it
    is unknown how: the network may have accepted one more.
    """

    replies: tuple[Reply, ...] = field(repr=False)
    sent: int = 0
    is_retry: bool = False

    @classmethod
    def from_bytes(cls, stored: bytes) -> "StoredReply":
        """Return a stored record, for another attempt."""
        record = json.loads(stored)
        replies = (
            Reply(**{**reply, "choices": tuple(Choice(**choice) for choice in reply["choices"])})
            for reply in record["replies"]
        )
        return cls(tuple(replies), record["said"], is_retry=True)

    def to_bytes(self) -> bytes:
        """Return the record to store."""
        record = {"replies": [asdict(reply) for reply in self.replies], "said": self.sent}
        return json.dumps(record, ensure_ascii=False).encode()


class Turn:
    """The turn of one message. Its lock is held until the channel has sent the replies."""

    def __init__(self, store: Store, lock: Lock, key: str, stored_reply: StoredReply) -> None:
        """Take the replies, and the key of their record; it is empty for a message without an id."""
        self._store = store
        self._lock = lock
        self._key = key
        self.stored_reply = stored_reply

    async def start(self) -> None:
        """Store the replies before the first one is sent, unless an earlier attempt has done so."""
        if not self.stored_reply.is_retry:
            await self.save()

    async def save(self) -> None:
        """Store the replies that are not sent yet, and all that the turn has staged."""
        if self._key:
            await self._store.put(KIND, self._key, self.stored_reply.to_bytes(), REPLIES_TTL.total_seconds())
        await self._lock.commit()

    async def mark_sent(self) -> None:
        """Record that the network has accepted one more reply."""
        self.stored_reply.sent += 1
        await self.save()

    async def complete(self) -> None:
        """Record that all replies are sent, and delete their texts: only the fact is still needed."""
        had_replies = bool(self.stored_reply.replies)
        self.stored_reply.replies, self.stored_reply.sent = (), 0
        is_recorded = self.stored_reply.is_retry and not had_replies
        if self._key and not is_recorded:
            seconds = (ANSWERED_TTL if had_replies else REPLIES_TTL).total_seconds()
            await self._store.put(KIND, self._key, self.stored_reply.to_bytes(), seconds)
        await self._lock.commit()


class IdempotentResponder:
    """Answers each person's messages in order and once, also if several processes do so together.

    The danger is a person left without an answer: if the engine fails or takes too long, they get the apology. Only if
    the store itself can't be reached is there nothing to count by, and StateUnavailableError is raised.
    """

    def __init__(
        self, answer: MessageHandler, apologize: FallbackHandler, store: Store, timeout: timedelta = TURN_TIMEOUT
    ) -> None:
        """Take the engine, its fallback, the store, and the time that a turn may take."""
        self._answer = answer
        self._timeout = timeout.total_seconds()
        self.apologize = apologize
        self.store = store

    @asynccontextmanager
    async def turn(self, inbound: InboundMessage) -> AsyncIterator[Turn]:
        """Lock the sender's turn and yield the replies to their message; raise StateUnavailableError."""
        key = f"{inbound.channel} {inbound.id}" if inbound.id else ""
        async with self.store.lock(inbound.sender) as lock:
            instruments.record_wait()
            with instruments.measure_turn(inbound.channel):
                stored = await self.store.get(KIND, key) if key else None
                if stored is not None:
                    yield Turn(self.store, lock, key, StoredReply.from_bytes(stored))
                    return
                yield Turn(self.store, lock, key, StoredReply(tuple(await self._create_replies(inbound, lock))))

    async def _create_replies(self, inbound: InboundMessage, lock: Lock) -> Sequence[Reply]:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._answer(inbound)
        except StateUnavailableError:
            raise
        except Exception as exc:  # noqa: BLE001 - no exception may reach a log with its text
            LOG.error("turn failed", channel=inbound.channel, error=describe_exception(exc))  # noqa: TRY400 - a traceback may quote the person
            instruments.record_error("slow" if isinstance(exc, TimeoutError) else "other")
            lock.rollback()
            return self.apologize(inbound)
