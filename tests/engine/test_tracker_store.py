"""What the tracker store keeps, and for how long."""

from datetime import timedelta

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, SlotSet

from bot.engine.processor import TurnProcessor
from bot.engine.tracker_store import StateTrackerStore
from bot.state.memory_store import MemoryStore
from bot.state.store import CONVERSATION_TTL


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        """Start at any time."""
        self.now = 5000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock that does not move by itself."""
    return Clock()


@pytest.fixture
def domain(processor: TurnProcessor) -> Domain:
    """Return the domain of the trained model."""
    return processor.domain


async def save(store: StateTrackerStore, sender: str, **slots: object) -> None:
    """Save a conversation with these slots."""
    tracker = await store.create_tracker(sender)
    tracker.update_with_events([SlotSet(name, value) for name, value in slots.items()], store.domain)
    await store.save(tracker)


def size(store: StateTrackerStore) -> int:
    """Return the number of stored conversations."""
    assert isinstance(store.store, MemoryStore)
    return store.store.size()


def test_expires_after_a_day() -> None:
    """A conversation is deleted a day after its last message, as the privacy text says."""
    assert timedelta(hours=24) == CONVERSATION_TTL


async def test_a_new_store_is_empty(domain: Domain, clock: Clock) -> None:
    """Asking for a conversation stores nothing."""
    store = StateTrackerStore(domain, MemoryStore(clock=clock))
    assert await store.retrieve("sender") is None
    await store.create_tracker("sender")
    assert size(store) == 0


async def test_restores_the_state(domain: Domain, clock: Clock) -> None:
    """Slots, the active form and the open choices are restored at the next message."""
    store = StateTrackerStore(domain, MemoryStore(clock=clock))
    choices = [{"label": "A doctor", "payload": "/find_medical_help", "token": "abc0"}]
    tracker = await store.create_tracker("sender")
    tracker.update_with_events(
        [SlotSet("need", "shelter"), SlotSet("open_choices", choices), ActiveLoop("find_help_form")], domain
    )
    await store.save(tracker)
    restored = await store.retrieve("sender")
    assert restored is not None
    assert (restored.get_slot("need"), restored.get_slot("place")) == ("shelter", None)
    assert restored.get_slot("open_choices") == choices
    assert restored.active_loop_name == "find_help_form"
    assert restored.latest_action_name == "action_listen"


async def test_deletes_after_a_day(domain: Domain, clock: Clock) -> None:
    """A conversation is stored until its day is over."""
    store = StateTrackerStore(domain, MemoryStore(clock=clock))
    await save(store, "sender", need="shelter")
    clock.now += CONVERSATION_TTL.total_seconds() - 1
    assert await store.retrieve("sender") is not None
    clock.now += 1
    assert await store.retrieve("sender") is None
    assert size(store) == 0


async def test_the_day_starts_with_the_last_message(domain: Domain, clock: Clock) -> None:
    """Each message extends the time; a sender who has been silent for longer is deleted first."""
    store = StateTrackerStore(domain, MemoryStore(clock=clock))
    await save(store, "returns")
    clock.now += 10
    await save(store, "silent")
    clock.now += CONVERSATION_TTL.total_seconds() - 20
    await save(store, "returns")
    clock.now += 21
    assert await store.retrieve("returns") is not None
    assert await store.retrieve("silent") is None


async def test_one_record_per_sender(domain: Domain, clock: Clock) -> None:
    """There is one record, however many messages a sender writes."""
    store = StateTrackerStore(domain, MemoryStore(clock=clock))
    for number in range(100):
        await save(store, "sender", shown=number)
    assert size(store) == 1
    state = await store.load_state("sender")
    assert state
    assert len(state.slots) == 1


async def test_respects_the_limit(domain: Domain, clock: Clock) -> None:
    """Beyond the limit the sender who has been silent for longest is deleted."""
    store = StateTrackerStore(domain, MemoryStore(clock=clock, max_records=3))
    for sender in ("a", "b", "c", "a", "d"):
        await save(store, sender)
    assert [bool(await store.load_state(sender)) for sender in "abcd"] == [True, False, True, True]


async def test_delete(domain: Domain, clock: Clock) -> None:
    """A conversation can be deleted, whether or not it exists."""
    store = StateTrackerStore(domain, MemoryStore(clock=clock))
    await save(store, "sender")
    await store.delete("sender")
    await store.delete("unknown")
    assert size(store) == 0
