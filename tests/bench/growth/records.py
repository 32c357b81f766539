"""What the service keeps of conversations, as it writes it, so that many can be made up of few."""

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
from tests.bench.engine import opened_engine
from tests.resilience.load.conversations import Conversation


class Kept(NamedTuple):
    """One record: what it is, what it says unsealed, and the seconds that it is kept."""

    kind: str
    plain: bytes
    seconds: float


Records = list[Kept]
"""Of one live conversation: where it stands, whose it is, and the replies to the last message."""


class Noting(MemoryStore):
    """Keeps as the service does, and notes what it was given."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.noted: dict[tuple[str, str], Kept] = {}

    async def put(self, kind: str, of: str, plain: bytes, seconds: float) -> None:
        """Note it, and keep it."""
        self.noted[kind, of] = Kept(kind, plain, seconds)
        await super().put(kind, of, plain, seconds)

    async def forget(self, kind: str, of: str) -> None:
        """Forget it here too."""
        self.noted.pop((kind, of), None)
        await super().forget(kind, of)


@contextmanager
def noting_engine() -> Iterator[tuple[Engine, Noting]]:
    """Give an engine and the store that notes what it keeps."""
    store = Noting()
    with opened_engine(store) as engine:
        yield engine, store


async def records_of(engine: Engine, store: Noting, talks: Sequence[Conversation]) -> list[Records]:
    """Have each conversation by SMS, and return what is kept of it after its last message."""
    pseudonyms = Pseudonyms(store)
    once = IdempotentResponder(engine.answer, lambda _: [], store)
    found: list[Records] = []
    for number, talk in enumerate(talks):
        store.noted.clear()
        for step, words in enumerate(talk.steps):
            sender = await pseudonyms.for_address("sms", Address(f"+1500555{number:04}"))
            message = InboundMessage("sms", sender, id=f"{number} {step}", text=UserText(str(words)))
            async with once.turn(message) as turn:
                await turn.start()
        answers = [kept for kept in store.noted.values() if kept.kind == ANSWER]
        found.append([*(kept for kept in store.noted.values() if kept.kind != ANSWER), answers[-1]])
    return found


async def keep(store: Store, records: Sequence[Records], number: int) -> None:
    """Keep one more live conversation, as one of those had."""
    for kept in records[number % len(records)]:
        await store.put(kept.kind, str(number), kept.plain, kept.seconds)
