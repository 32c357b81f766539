"""The records that the service stores for conversations, so that many can be made from a few."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from bot.core.message import Address, InboundMessage, UserText
from bot.engine.engine import Engine
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import KIND as ANSWER
from bot.state.idempotency import IdempotentResponder
from bot.state.memory_store import MemoryStore
from bot.state.store import Store
from tests.bench.engine import running_engine
from tests.resilience.load.conversations import Conversation


class StoredRecord(NamedTuple):
    """One record: its kind, its plaintext, and its time to live in seconds."""

    kind: str
    plain: bytes
    seconds: float


Records = list[StoredRecord]
"""The records of one live conversation: its state, its owner, and the replies to the last message."""


class RecordingStore(MemoryStore):
    """A memory store that also records what it was given."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.recorded: dict[tuple[str, str], StoredRecord] = {}

    async def put(self, kind: str, key: str, plain: bytes, seconds: float) -> None:
        """Record and store."""
        self.recorded[kind, key] = StoredRecord(kind, plain, seconds)
        await super().put(kind, key, plain, seconds)

    async def delete(self, kind: str, key: str) -> None:
        """Delete the recorded copy too."""
        self.recorded.pop((kind, key), None)
        await super().delete(kind, key)


@contextmanager
def recording_engine() -> Iterator[tuple[Engine, RecordingStore]]:
    """Yield an engine and the store that records what it gets."""
    store = RecordingStore()
    with running_engine(store) as engine:
        yield engine, store


async def records_of(engine: Engine, store: RecordingStore, talks: Sequence[Conversation]) -> list[Records]:
    """Hold each conversation by SMS; return the records that are stored after its last message."""
    pseudonyms = Pseudonyms(store)
    once = IdempotentResponder(engine.answer, lambda _: [], store)
    result: list[Records] = []
    for number, talk in enumerate(talks):
        store.recorded.clear()
        for step, words in enumerate(talk.steps):
            sender = await pseudonyms.for_address("sms", Address(f"+1500555{number:04}"))
            message = InboundMessage("sms", sender, id=f"{number} {step}", text=UserText(str(words)))
            async with once.turn(message) as turn:
                await turn.start()
        answers = [record for record in store.recorded.values() if record.kind == ANSWER]
        result.append([*(record for record in store.recorded.values() if record.kind != ANSWER), answers[-1]])
    return result


async def store_conversation(store: Store, records: Sequence[Records], number: int) -> None:
    """Store one more live conversation with the records of a real one."""
    for record in records[number % len(records)]:
        await store.put(record.kind, str(number), record.plain, record.seconds)
