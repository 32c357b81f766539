"""The limit of messages per minute, and the messages that it never stops."""

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import Pseudonym
from bot.engine.throttle import MAX_PER_MINUTE, Throttle, is_urgent
from bot.engine.training import DOMAIN
from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from bot.state.redis_store import RedisStore

ONE, OTHER = Pseudonym("one"), Pseudonym("other")


@pytest.fixture(scope="module")
def domain() -> Domain:
    """Return the dialogue's own domain; no model is needed."""
    return Domain.load(DOMAIN)


async def test_counts_beyond_twenty_per_minute() -> None:
    """The excess of one sender grows until a minute has passed; others are not affected."""
    now = [0.0]
    throttle = Throttle(MemoryStore(clock=lambda: now[0]))
    assert [await throttle.count_excess(ONE) for _ in range(MAX_PER_MINUTE + 2)] == [0] * MAX_PER_MINUTE + [1, 2]
    assert await throttle.count_excess(OTHER) == 0
    now[0] = 61.0
    assert await throttle.count_excess(ONE) == 0


async def test_no_limit_without_a_store() -> None:
    """If the store is unavailable nobody is throttled."""
    store = RedisStore("redis://127.0.0.1:9/0", Keys.ephemeral())
    assert [await Throttle(store).count_excess(ONE) for _ in range(MAX_PER_MINUTE + 2)] == [0] * (MAX_PER_MINUTE + 2)
    await store.close()


@pytest.mark.parametrize("intent", ["in_danger", "self_harm", "someone_watching", "erase_chat"])
def test_urgent_intents(domain: Domain, intent: str) -> None:
    """Danger, hiding and erasing are always answered."""
    calm = DialogueStateTracker.from_events("", [], domain.slots)
    assert is_urgent({"intent": {"name": intent}}, calm)
    assert not is_urgent({"intent": {"name": "greet"}}, calm)
    assert not is_urgent(None, calm)


@pytest.mark.parametrize(("slot", "value"), [("alarm", "danger"), ("alarms", 1), ("need", "self_harm")])
def test_messages_after_danger_are_urgent(domain: Domain, slot: str, value: object) -> None:
    """After danger anything is answered: the place may be all that is missing."""
    alarmed = DialogueStateTracker.from_events("", [SlotSet(slot, value)], domain.slots)
    assert is_urgent({"intent": {"name": "give_place"}}, alarmed)
