"""The promises about growth, at sizes that take seconds; `make bench PART=growth` measures the large ones."""

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
from tests.bench.growth.records import RecordingStore, Records, records_of
from tests.resilience.load.conversations import conversations
from tests.resilience.load.stores import running_redis

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

LONG, SHORT = 104, 5
"""Turns; whole cycles apart, so that the same messages are compared."""


@pytest.fixture(scope="module")
def recording(processor: TurnProcessor) -> tuple[Engine, RecordingStore]:
    """An engine and the store that records what it gets."""
    store = RecordingStore()
    processor.use_store(store, Keys.ephemeral())
    return Engine(processor, Renderer(processor.domain.responses).render), store


@pytest.fixture(scope="module")
def records(recording: tuple[Engine, RecordingStore]) -> list[Records]:
    """The records of six real conversations."""
    return asyncio.run(records_of(*recording, [talk for talk in conversations() if talk.language == "th"]))


async def test_turn_cost_does_not_grow(engine: Engine) -> None:
    """A turn at a hundred turns takes at most 1.3 times the CPU of one at five."""
    costs = await by_length(engine, scripts(["es"])[:2], (SHORT, LONG), rounds=2)
    assert times(costs, LONG, SHORT) <= TIMES_AT_MOST


def test_memory_of_a_live_conversation(records: list[Records]) -> None:
    """With 20,000 live conversations each takes at most four kilobytes, and more than its plaintext."""
    [live] = in_memory(records, [20_000])
    plaintext_bytes = sum(len(record.plain) for stored in records for record in stored) / len(records)
    assert plaintext_bytes < live.each <= BYTES_AT_MOST


def test_live_conversations_in_redis(records: list[Records], tmp_path: Path) -> None:
    """Redis stores the records of each conversation and returns them."""
    with running_redis(tmp_path) as url:
        few, many = in_redis(url, records, [10, 500])
    assert (few.conversations, many.conversations) == (10, 500)
    assert many.each > sum(len(record.plain) for stored in records for record in stored) / len(records)
    assert min(many.get, many.put) > 0


def test_records_match_the_service(records: list[Records]) -> None:
    """A live conversation has its state, its owner, and only the replies to its last message."""
    assert {tuple(sorted(record.kind for record in stored)) for stored in records} == {
        ("answer", "conversation", "known")
    }


def test_page_shows_the_figures(tmp_path: Path) -> None:
    """The page and its plot show the figures, and one broken promise is enough."""
    live = [Live(10, 0.0, 4.0, 5.0), Live(100_000, 3072.4, 6.5, 7.5)]
    growth = Growth({1: [0.009], 5: [0.010], 500: [0.012]}, live, live, {"en": [0.005], "th": [0.010]})
    write_page(growth, tmp_path / "growth.md")
    page = (tmp_path / "growth.md").read_text("utf-8")
    assert "**1.20 times**" in page
    assert "**3,072 bytes**" in page
    assert "| 100,000 | 3,072 | 6.5 | 7.5 |" in page
    assert "| th | 10.0 |" in page
    assert (tmp_path / "growth.svg").stat().st_size > 1000
    assert not growth.is_broken
    assert Growth({5: [0.010], 500: [0.014]}, live, live, growth.languages).is_broken
