"""Any post at all, to both webhooks."""

import os

from bot.engine.engine import Engine
from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.state.memory_store import InMemory
from tests.fuzz.webhooks import REMEMBERED, bombard

MANY = int(os.environ.get("WEBHOOK_POSTS", "2000"))


async def test_nothing_breaks_a_webhook(engine: Engine, processor: TurnProcessor) -> None:
    """Whatever is posted, with the right secret or signature too, there is no fault, no leak and nothing in the log."""
    keys = Keys.of_this_process()
    store = InMemory(keys, at_most=REMEMBERED)
    processor.keep_in(store, keys)
    await engine.warm_up()
    outcome = await bombard(MANY, 6, store, engine.answer)
    assert list(outcome.faults()) == []
    assert outcome.by_real
    assert {200, 400, 403} <= {status for _, status in outcome.statuses}
