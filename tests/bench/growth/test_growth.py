"""What is promised of growth, on sizes that take seconds; `make bench PART=growth` has the large ones."""

import asyncio
from pathlib import Path

import pytest

from bot.engine.engine import Engine
from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.rendering.renderer import Renderer
from tests.bench.growth.length import by_length, scripts, times
from tests.bench.growth.live import Live, in_memory, in_redis
from tests.bench.growth.page import BYTES_AT_MOST, TIMES_AT_MOST, Growth, write_page
from tests.bench.growth.records import Noting, Records, records_of
from tests.resilience.load.conversations import conversations
from tests.resilience.load.stores import running_redis

pytestmark = pytest.mark.slow

LONG, SHORT = 104, 5
"""Turns; so many cycles apart that the same messages are compared."""


@pytest.fixture(scope="module")
def noting(processor: TurnProcessor) -> tuple[Engine, Noting]:
    """An engine, and the store that notes what is kept."""
    store = Noting()
    processor.use_store(store, Keys.ephemeral())
    return Engine(processor, Renderer(processor.domain.responses).render), store


@pytest.fixture(scope="module")
def records(noting: tuple[Engine, Noting]) -> list[Records]:
    """What is kept of six real conversations."""
    return asyncio.run(records_of(*noting, [talk for talk in conversations() if talk.language == "th"]))


async def test_a_turn_costs_the_same_however_long_the_talk_has_been(engine: Engine) -> None:
    """At a hundred turns a turn takes no more than 1.3 times the CPU that it takes at five."""
    costs = await by_length(engine, scripts(["es"])[:2], (SHORT, LONG), rounds=2)
    assert times(costs, LONG, SHORT) <= TIMES_AT_MOST


def test_a_live_conversation_takes_little_memory(records: list[Records]) -> None:
    """With 20,000 live conversations each takes four kilobytes of the process at most, and more than it says itself."""
    [live] = in_memory(records, [20_000])
    said = sum(len(kept.plain) for of in records for kept in of) / len(records)
    assert said < live.each <= BYTES_AT_MOST


def test_many_live_conversations_in_redis(records: list[Records], tmp_path: Path) -> None:
    """Redis holds what was kept of each of them, and gives it back."""
    with running_redis(tmp_path) as url:
        few, many = in_redis(url, records, [10, 500])
    assert (few.conversations, many.conversations) == (10, 500)
    assert many.each > sum(len(kept.plain) for of in records for kept in of) / len(records)
    assert min(many.get, many.put) > 0


def test_a_record_is_what_the_service_keeps(records: list[Records]) -> None:
    """A live conversation is where it stands, whose it is, and the replies to its last message alone."""
    assert {tuple(sorted(kept.kind for kept in of)) for of in records} == {("answer", "conversation", "known")}


def test_the_page_says_what_was_measured(tmp_path: Path) -> None:
    """The page and its plot come from the figures, and one broken promise is enough."""
    live = [Live(10, 0.0, 4.0, 5.0), Live(100_000, 3072.4, 6.5, 7.5)]
    found = Growth({1: [0.009], 5: [0.010], 500: [0.012]}, live, live, {"en": [0.005], "th": [0.010]})
    write_page(found, tmp_path / "growth.md")
    page = (tmp_path / "growth.md").read_text("utf-8")
    assert "**1.20 times**" in page
    assert "**3,072 bytes**" in page
    assert "| 100,000 | 3,072 | 6.5 | 7.5 |" in page
    assert "| th | 10.0 |" in page
    assert (tmp_path / "growth.svg").stat().st_size > 1000
    assert not found.is_broken
    assert Growth({5: [0.010], 500: [0.014]}, live, live, found.languages).is_broken
