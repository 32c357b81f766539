"""A message answered responder."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.core.message import Choice, InboundMessage, Pseudonym, Reply, UserText
from bot.state.idempotency import REPLIES_TTL, IdempotentResponder
from bot.state.memory_store import MemoryStore
from bot.state.store import StateUnavailableError, Store

REPLIES = [Reply("one", (Choice("Yes", "t1"),)), Reply("two", erases=True)]


class Engine:
    """Counts its turns, keeps something in each, and fails where it is told to."""

    def __init__(self, store: Store) -> None:
        """Begin with no turn."""
        self.store = store
        self.turns = 0

    async def answer(self, message: InboundMessage) -> Sequence[Reply]:
        """Answer "fail", "slow" and "no state" as they say, all else with REPLIES."""
        self.turns += 1
        await self.store.put("conversation", message.sender, b"%d" % self.turns, 60)
        if message.text == "fail":
            raise ValueError(message.text)
        if message.text == "no state":
            raise StateUnavailableError
        if message.text == "slow":
            await asyncio.sleep(5)
        return REPLIES


def message(words: str = "hello", number: str = "7") -> InboundMessage:
    """Return an inbound message."""
    return InboundMessage("telegram", Pseudonym("somebody"), id=number, text=UserText(words))


@pytest.fixture
def engine(store: Store) -> Engine:
    """Return an engine that uses the store."""
    return Engine(store)


@pytest.fixture
def responder(store: Store, engine: Engine) -> IdempotentResponder:
    """Return a responder with a short timeout."""
    return IdempotentResponder(engine.answer, lambda _: [Reply("sorry")], store, timedelta(milliseconds=100))


async def test_redelivery_gets_same_replies(responder: IdempotentResponder, engine: Engine) -> None:
    """A redelivered message gets the same replies without another turn; another message gets its own."""
    async with responder.turn(message()) as turn:
        await turn.start()
    async with responder.turn(message()) as again:
        assert (list(again.stored_reply.replies), again.stored_reply.sent, again.stored_reply.is_retry) == (
            REPLIES,
            0,
            True,
        )
    async with responder.turn(message(number="8")) as another:
        assert not another.stored_reply.is_retry
    assert engine.turns == 2


async def test_uncommitted_turn_is_forgotten(responder: IdempotentResponder, engine: Engine) -> None:
    """A turn that did not commit leaves no trace: the message is new again and the state unchanged."""
    async with responder.turn(message()):
        pass
    assert await engine.store.get("conversation", "somebody") is None
    async with responder.turn(message()) as turn:
        assert not turn.stored_reply.is_retry


async def test_sent_replies_are_not_repeated(responder: IdempotentResponder) -> None:
    """After the first of two replies only the second is left, after both none."""
    async with responder.turn(message()) as turn:
        await turn.start()
        await turn.mark_sent()
    async with responder.turn(message()) as again:
        assert again.stored_reply.sent == 1
        await again.complete()
    async with responder.turn(message()) as last:
        assert last.stored_reply.replies == ()


@pytest.mark.parametrize(("replies", "is_known"), [(REPLIES, True), ([], False)])
async def test_silence_is_known_for_minutes(replies: list[Reply], *, is_known: bool) -> None:
    """That a message was answered is known for a day, that it got no reply for a quarter of an hour."""
    now = [0.0]

    async def answer(_: InboundMessage) -> Sequence[Reply]:
        return replies

    responder = IdempotentResponder(answer, lambda _: (), MemoryStore(clock=lambda: now[0]))
    for is_retry in (False, True):
        async with responder.turn(message()) as turn:
            await turn.start()
            await turn.complete()
            assert turn.stored_reply.is_retry is is_retry
    now[0] = REPLIES_TTL.total_seconds() + 1
    async with responder.turn(message()) as turn:
        assert turn.stored_reply.is_retry is is_known


@pytest.mark.parametrize("words", ["fail", "slow"])
async def test_failed_turn_gets_apology(responder: IdempotentResponder, engine: Engine, words: str) -> None:
    """A turn that fails or takes too long gets one apology, and stores nothing."""
    async with responder.turn(message(words)) as turn:
        await turn.start()
        assert [reply.text for reply in turn.stored_reply.replies] == ["sorry"]
    assert await engine.store.get("conversation", "somebody") is None
    async with responder.turn(message(words)) as again:
        assert [reply.text for reply in again.stored_reply.replies] == ["sorry"]
    assert engine.turns == 1


async def test_raises_without_store(responder: IdempotentResponder) -> None:
    """The responder raises if the store can't be reached."""
    with pytest.raises(StateUnavailableError):
        async with responder.turn(message("no state")):
            pass


async def test_message_without_id(responder: IdempotentResponder, engine: Engine) -> None:
    """Without an id from the network, the same text twice is two turns."""
    for _ in range(2):
        async with responder.turn(message(number="")) as turn:
            await turn.start()
    assert engine.turns == 2
    assert await engine.store.get("conversation", "somebody") == b"2"
