"""Each message answered once, whatever dies meanwhile (docs/adr/0015)."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta

import structlog

from bot.core.message import Answer, Apologize, Choice, InboundMessage, Reply
from bot.metrics import instruments
from bot.privacy.exceptions import name_fault
from bot.state.store import Hold, StateUnavailableError, Store

LOG = structlog.stdlib.get_logger(__name__)

KIND = "answer"
TURN_WITHIN = timedelta(seconds=30)
"""Time that a turn may take before the person gets an apology instead."""
REPLIES_KEPT = timedelta(minutes=15)
"""Time for which replies wait, sealed, for a second delivery of their message."""
MARK_KEPT = timedelta(days=1)
"""Time for which it is known that a message was answered; Telegram gives up delivering after a day."""


@dataclass
class Answered:
    """What is to be said to a message, and how much of it was said.

    `said` counts what the network surely has. `again` tells that an earlier try ended without our knowing how: it may
    have one more.
    """

    replies: tuple[Reply, ...] = field(repr=False)
    said: int = 0
    again: bool = False

    @classmethod
    def parsed(cls, kept: bytes) -> "Answered":
        """Return what was kept, for another try."""
        record = json.loads(kept)
        replies = (
            Reply(one["text"], tuple(Choice(**choice) for choice in one["choices"]), one["erases"])
            for one in record["replies"]
        )
        return cls(tuple(replies), record["said"], again=True)

    def written(self) -> bytes:
        """Return the record to keep."""
        record = {"replies": [asdict(reply) for reply in self.replies], "said": self.said}
        return json.dumps(record, ensure_ascii=False).encode()


class Turn:
    """One message's turn, held until the channel has handed over its replies."""

    def __init__(self, store: Store, hold: Hold, of: str, answered: Answered) -> None:
        """Take what is to be said."""
        self._store = store
        self._hold = hold
        self._of = of
        self.answered = answered

    async def begin(self) -> None:
        """Keep what is to be said before any of it is; an earlier try may have done so."""
        if not self.answered.again:
            await self._keep()

    async def _keep(self) -> None:
        if self._of:
            await self._store.put(KIND, self._of, self.answered.written(), REPLIES_KEPT.total_seconds())
        await self._hold.keep()

    async def one_said(self) -> None:
        """Note that the network has one more."""
        self.answered.said += 1
        await self._keep()

    async def all_said(self) -> None:
        """Note that it has all: the replies' words are not needed any more, only that they were given."""
        self.answered.replies, self.answered.said = (), 0
        if self._of:
            await self._store.put(KIND, self._of, self.answered.written(), MARK_KEPT.total_seconds())
        await self._hold.keep()


class AnsweredOnce:
    """Answers people's messages in order and once, also where several processes do.

    The danger is a person left without an answer: where the engine fails or takes too long, they get the apology.
    Only where the state itself can't be reached there is nothing to count by, and StateUnavailableError is raised.
    """

    def __init__(self, answer: Answer, apologize: Apologize, store: Store, within: timedelta = TURN_WITHIN) -> None:
        """Take who answers, who apologizes where that fails, and what is kept."""
        self._answer = answer
        self._within = within.total_seconds()
        self.apologize = apologize
        self.store = store

    @asynccontextmanager
    async def turn(self, inbound: InboundMessage) -> AsyncIterator[Turn]:
        """Hold the sender's turn with the replies to their message; raise StateUnavailableError."""
        of = f"{inbound.channel} {inbound.id}" if inbound.id else ""
        async with self.store.hold(inbound.sender) as hold:
            instruments.waited()
            with instruments.turn(inbound.channel):
                kept = await self.store.get(KIND, of) if of else None
                if kept is not None:
                    yield Turn(self.store, hold, of, Answered.parsed(kept))
                    return
                turn = Turn(self.store, hold, of, Answered(tuple(await self._replies(inbound, hold))))
                yield turn

    async def _replies(self, inbound: InboundMessage, hold: Hold) -> Sequence[Reply]:
        try:
            async with asyncio.timeout(self._within):
                return await self._answer(inbound)
        except StateUnavailableError:
            raise
        except Exception as fault:  # noqa: BLE001  whatever it was must not reach a log with its text
            LOG.error("a turn failed", channel=inbound.channel, fault=name_fault(fault))  # noqa: TRY400 - a traceback may quote the person
            instruments.fault("slow" if isinstance(fault, TimeoutError) else "other")
            hold.drop()
            return self.apologize(inbound)
