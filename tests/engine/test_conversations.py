"""The store of conversations: how long, how many, how much."""

from datetime import timedelta

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, SlotSet

from bot.engine.processor import TurnProcessor
from bot.engine.tracker_store import Conversations
from bot.state.memory_store import InMemory
from bot.state.store import KEPT_FOR


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        """Start anywhere."""
        self.now = 5000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still."""
    return Clock()


@pytest.fixture
def domain(processor: TurnProcessor) -> Domain:
    """Return the domain of the trained model."""
    return processor.domain


async def keep(store: Conversations, sender: str, **slots: object) -> None:
    """Save a conversation with these slots."""
    tracker = await store.create_tracker(sender)
    tracker.update_with_events([SlotSet(name, value) for name, value in slots.items()], store.domain)
    await store.save(tracker)


def size(store: Conversations) -> int:
    """Return how many conversations are kept."""
    assert isinstance(store.kept, InMemory)
    return store.kept.size()


def test_the_promise() -> None:
    """People are told that a day after their last message their conversation is forgotten."""
    assert timedelta(hours=24) == KEPT_FOR


async def test_nobody_is_known_at_first(domain: Domain, clock: Clock) -> None:
    """A store begins empty, and asking for somebody makes no record of them."""
    store = Conversations(domain, InMemory(clock=clock))
    assert await store.retrieve("somebody") is None
    await store.create_tracker("somebody")
    assert size(store) == 0


async def test_it_goes_on(domain: Domain, clock: Clock) -> None:
    """Slots, the active form and the standing choices are there again at the next message."""
    store = Conversations(domain, InMemory(clock=clock))
    choices = [{"label": "A doctor", "payload": "/find_medical_help", "token": "abc0"}]
    tracker = await store.create_tracker("somebody")
    tracker.update_with_events(
        [SlotSet("need", "shelter"), SlotSet("open_choices", choices), ActiveLoop("find_help_form")], domain
    )
    await store.save(tracker)
    again = await store.retrieve("somebody")
    assert again is not None
    assert (again.get_slot("need"), again.get_slot("place")) == ("shelter", None)
    assert again.get_slot("open_choices") == choices
    assert again.active_loop_name == "find_help_form"
    assert again.latest_action_name == "action_listen"


async def test_forgotten_after_a_day(domain: Domain, clock: Clock) -> None:
    """A conversation is there a second before its day is over, and gone at its end."""
    store = Conversations(domain, InMemory(clock=clock))
    await keep(store, "somebody", need="shelter")
    clock.now += KEPT_FOR.total_seconds() - 1
    assert await store.retrieve("somebody") is not None
    clock.now += 1
    assert await store.retrieve("somebody") is None
    assert size(store) == 0


async def test_the_day_begins_with_the_last_message(domain: Domain, clock: Clock) -> None:
    """Who writes again is remembered for a day from then; who has been silent longer is forgotten first."""
    store = Conversations(domain, InMemory(clock=clock))
    await keep(store, "returns")
    clock.now += 10
    await keep(store, "silent")
    clock.now += KEPT_FOR.total_seconds() - 20
    await keep(store, "returns")
    clock.now += 21
    assert await store.retrieve("returns") is not None
    assert await store.retrieve("silent") is None


async def test_one_record_a_person(domain: Domain, clock: Clock) -> None:
    """However often somebody writes, there is one record of them."""
    store = Conversations(domain, InMemory(clock=clock))
    for number in range(100):
        await keep(store, "somebody", shown=number)
    assert size(store) == 1
    record = await store.record("somebody")
    assert record
    assert len(record.slots) == 1


async def test_never_more_than_allowed(domain: Domain, clock: Clock) -> None:
    """Beyond the bound the one who has been silent for longest is forgotten."""
    store = Conversations(domain, InMemory(clock=clock, at_most=3))
    for sender in ("a", "b", "c", "a", "d"):
        await keep(store, sender)
    assert [bool(await store.record(sender)) for sender in "abcd"] == [True, False, True, True]


async def test_delete(domain: Domain, clock: Clock) -> None:
    """Forgetting can be asked for, also of somebody who is not known."""
    store = Conversations(domain, InMemory(clock=clock))
    await keep(store, "somebody")
    await store.delete("somebody")
    await store.delete("nobody")
    assert size(store) == 0
