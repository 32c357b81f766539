"""A message answered once."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.core.message import Choice, InboundMessage, PersonsWords, Pseudonym, Reply
from bot.state.idempotency import AnsweredOnce
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
        if message.words == "fail":
            raise ValueError(message.words)
        if message.words == "no state":
            raise StateUnavailableError
        if message.words == "slow":
            await asyncio.sleep(5)
        return REPLIES


def message(words: str = "hello", number: str = "7") -> InboundMessage:
    """Return a message of somebody's."""
    return InboundMessage("telegram", Pseudonym("somebody"), id=number, words=PersonsWords(words))


@pytest.fixture
def engine(store: Store) -> Engine:
    """Return an engine on each store."""
    return Engine(store)


@pytest.fixture
def once(store: Store, engine: Engine) -> AnsweredOnce:
    """Return what answers once, with little patience."""
    return AnsweredOnce(engine.answer, lambda _: [Reply("sorry")], store, timedelta(milliseconds=100))


async def test_a_second_delivery(once: AnsweredOnce, engine: Engine) -> None:
    """A message that comes again gets the very same replies, without another turn; another message gets its own."""
    async with once.turn(message()) as turn:
        await turn.begin()
    async with once.turn(message()) as again:
        assert (list(again.answered.replies), again.answered.said, again.answered.again) == (REPLIES, 0, True)
    async with once.turn(message(number="8")) as another:
        assert not another.answered.again
    assert engine.turns == 2


async def test_a_process_that_dies_before_its_end(once: AnsweredOnce, engine: Engine) -> None:
    """Where nothing was kept, nothing has happened: the message is a first one again, and the state as before."""
    async with once.turn(message()):
        pass
    assert await engine.store.get("conversation", "somebody") is None
    async with once.turn(message()) as turn:
        assert not turn.answered.again


async def test_what_was_said_is_not_said_again(once: AnsweredOnce) -> None:
    """After the first of two replies only the second is left, after both nothing."""
    async with once.turn(message()) as turn:
        await turn.begin()
        await turn.one_said()
    async with once.turn(message()) as again:
        assert again.answered.said == 1
        await again.all_said()
    async with once.turn(message()) as last:
        assert last.answered.replies == ()


@pytest.mark.parametrize("words", ["fail", "slow"])
async def test_an_engine_that_fails(once: AnsweredOnce, engine: Engine, words: str) -> None:
    """Whoever can't be answered gets the apology, once, and nothing of the turn is kept."""
    async with once.turn(message(words)) as turn:
        await turn.begin()
        assert [reply.text for reply in turn.answered.replies] == ["sorry"]
    assert await engine.store.get("conversation", "somebody") is None
    async with once.turn(message(words)) as again:
        assert [reply.text for reply in again.answered.replies] == ["sorry"]
    assert engine.turns == 1


async def test_no_state(once: AnsweredOnce) -> None:
    """Where the state can't be reached nobody can count, so the channel is told."""
    with pytest.raises(StateUnavailableError):
        async with once.turn(message("no state")):
            pass


async def test_a_message_without_a_name(once: AnsweredOnce, engine: Engine) -> None:
    """Where the network delivers once by itself, the same words twice are two turns."""
    for _ in range(2):
        async with once.turn(message(number="")) as turn:
            await turn.begin()
    assert engine.turns == 2
    assert await engine.store.get("conversation", "somebody") == b"2"
