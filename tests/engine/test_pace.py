"""Nobody takes the line from others, and nobody in danger is held up."""

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import Pseudonym
from bot.engine.throttle import AT_MOST, Pace, is_urgent
from bot.engine.training import DOMAIN
from bot.privacy.encryption import Keys
from bot.state.memory_store import InMemory
from bot.state.redis_store import InRedis

ONE, OTHER = Pseudonym("one"), Pseudonym("other")


@pytest.fixture(scope="module")
def domain() -> Domain:
    """Return the dialogue's own domain; no model is needed."""
    return Domain.load(DOMAIN)


async def test_twenty_a_minute() -> None:
    """One person's messages are counted beyond twenty, until a minute has passed; another's are not."""
    now = [0.0]
    pace = Pace(InMemory(clock=lambda: now[0]))
    assert [await pace.messages_too_many(ONE) for _ in range(AT_MOST + 2)] == [0] * AT_MOST + [1, 2]
    assert await pace.messages_too_many(OTHER) == 0
    now[0] = 61.0
    assert await pace.messages_too_many(ONE) == 0


async def test_what_cannot_be_counted() -> None:
    """Where the count can't be reached nobody is refused."""
    store = InRedis("redis://127.0.0.1:9/0", Keys.of_this_process())
    assert [await Pace(store).messages_too_many(ONE) for _ in range(AT_MOST + 2)] == [0] * (AT_MOST + 2)
    await store.close()


@pytest.mark.parametrize("intent", ["in_danger", "self_harm", "someone_watching", "erase_chat"])
def test_what_is_never_refused(domain: Domain, intent: str) -> None:
    """Danger, hiding and erasing are answered however many messages came before."""
    calm = DialogueStateTracker.from_events("", [], domain.slots)
    assert is_urgent({"intent": {"name": intent}}, calm)
    assert not is_urgent({"intent": {"name": "greet"}}, calm)
    assert not is_urgent(None, calm)


@pytest.mark.parametrize(("slot", "value"), [("alarm", "danger"), ("alarms", 1), ("need", "self_harm")])
def test_what_follows_danger(domain: Domain, slot: str, value: object) -> None:
    """Whoever has told of danger is answered whatever they write next: where they are may be all that is missing."""
    alarmed = DialogueStateTracker.from_events("", [SlotSet(slot, value)], domain.slots)
    assert is_urgent({"intent": {"name": "give_place"}}, alarmed)
