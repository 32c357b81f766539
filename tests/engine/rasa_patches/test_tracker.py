"""The tracker that is cheap to copy, against Rasa's own."""

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.choices import intent_parse_data
from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.tracker import FastCopyTracker
from bot.engine.response_collector import ResponseCollector

EVENTS = st.one_of(
    st.sampled_from(["action_listen", "action_menu", "find_help_form"]).map(ActionExecuted),
    st.sampled_from(["greet", "find_shelter"]).map(lambda name: UserUttered("", {"name": name, "confidence": 1.0})),
    st.sampled_from(["find_help_form", None]).map(ActiveLoop),
    st.tuples(st.sampled_from(["need", "whom", "language", "child"]), st.sampled_from(["x", None, True])).map(
        lambda pair: SlotSet(*pair)
    ),
    st.builds(AllSlotsReset),
    st.builds(SessionStarted),
)


@pytest.fixture(scope="module")
def domain(processor: TurnProcessor) -> Any:
    """Return the domain of the model."""
    return processor.domain


def make_trackers(domain: Any, events: list[Event]) -> tuple[FastCopyTracker, DialogueStateTracker]:
    """Return our tracker and Rasa's after the same events."""
    ours, stock = FastCopyTracker("", domain.slots), DialogueStateTracker("", domain.slots)
    for tracker in (ours, stock):
        tracker.update_with_events(events, domain)
    return ours, stock


def state_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return what a tracker knows."""
    set_slots = {name for name, slot in tracker.slots.items() if slot.has_been_set}
    return {**tracker.current_state(), "set": set_slots}


@given(st.lists(EVENTS, max_size=12))
def test_knows_what_rasas_knows(domain: Any, events: list[Event]) -> None:
    """After any events it, its copy and an empty copy have the state of Rasa's, and the same past states."""
    ours, stock = make_trackers(domain, events)
    assert state_of(ours) == state_of(stock)
    assert state_of(ours.copy()) == state_of(stock.copy())
    assert state_of(ours.init_copy()) == state_of(stock.init_copy())
    for options in ({}, {"omit_unset_slots": True}, {}):
        assert ours.past_states(domain, **options) == stock.past_states(domain, **options)


@given(st.lists(EVENTS, max_size=6), EVENTS)
def test_another_event_clears_the_cache(domain: Any, events: list[Event], further: Event) -> None:
    """Cached states are not returned after another event, and a caller that changes them does not change the cache."""
    ours, stock = make_trackers(domain, events)
    for state in ours.past_states(domain):
        for part in state.values():
            part.clear()
    assert ours.past_states(domain) == stock.past_states(domain)
    ours.update(further, domain)
    stock.update(further, domain)
    assert ours.past_states(domain) == stock.past_states(domain)


def test_copies_are_independent(domain: Any) -> None:
    """A slot that is set in a copy is not set in the tracker, in its other copies or in the domain."""
    tracker = FastCopyTracker("", domain.slots)
    copied = tracker.copy()
    copied.update(SlotSet("need", "bed"))
    assert copied.get_slot("need") == "bed"
    assert tracker.get_slot("need") is None
    assert tracker.copy().get_slot("need") is None
    assert next(slot.value for slot in domain.slots if slot.name == "need") is None


async def test_rasa_copies_often_and_replays(processor: TurnProcessor) -> None:
    """Rasa copies the tracker five times or more in one turn, and asks for the states twice of the same events."""
    tracker = await processor.get_tracker("sender")
    assert isinstance(tracker, FastCopyTracker)
    assert tracker.slots.keys() == {slot.name for slot in processor.domain.slots}
    with patch.object(FastCopyTracker, "init_copy", autospec=True, side_effect=FastCopyTracker.init_copy) as copies:
        await processor.run_turn(tracker, intent_parse_data("greet"), [], ResponseCollector("sms"))
    assert copies.call_count >= 5
    stock = DialogueStateTracker("", processor.domain.slots)
    replays = Domain.states_for_tracker_history
    with patch.object(Domain, "states_for_tracker_history", autospec=True, side_effect=replays) as replay:
        stock.past_states(processor.domain)
        stock.past_states(processor.domain)
    assert replay.call_count == 2
