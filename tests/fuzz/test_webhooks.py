"""Arbitrary posts to both webhooks."""

import os

import pytest

from bot.engine.engine import Engine
from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from tests.fuzz.webhook_fuzzer import STORED_RECORDS, fuzz_webhooks

pytestmark = pytest.mark.slow

MANY = int(os.environ.get("WEBHOOK_POSTS", "2000"))


async def test_webhooks_survive_arbitrary_posts(engine: Engine, processor: TurnProcessor) -> None:
    """No post causes an unexpected status, a leak or an unexpected log line, even with a valid signature."""
    keys = Keys.ephemeral()
    store = MemoryStore(keys, max_records=STORED_RECORDS)
    processor.use_store(store, keys)
    await engine.warm_up()
    outcome = await fuzz_webhooks(MANY, 6, store, engine.answer)
    assert list(outcome.errors()) == []
    assert outcome.real_count
    assert {200, 400, 403} <= {status for _, status in outcome.statuses}
