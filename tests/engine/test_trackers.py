"""The tracker that is cheap to copy, against Rasa's own."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
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

from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.tracker import LeanTracker

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


def both(domain: Any, events: list[Event]) -> tuple[LeanTracker, DialogueStateTracker]:
    """Return ours and Rasa's after the same events."""
    ours, stock = LeanTracker("", domain.slots), DialogueStateTracker("", domain.slots)
    for tracker in (ours, stock):
        tracker.update_with_events(events, domain)
    return ours, stock


def seen(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return what a tracker knows."""
    set_ones = {name for name, slot in tracker.slots.items() if slot.has_been_set}
    return {**tracker.current_state(), "set": set_ones}


@given(st.lists(EVENTS, max_size=12))
def test_it_is_rasas(domain: Any, events: list[Event]) -> None:
    """After any events it, its copy and an empty copy know what Rasa's would, and went through the same states."""
    ours, stock = both(domain, events)
    assert seen(ours) == seen(stock)
    assert seen(ours.copy()) == seen(stock.copy())
    assert seen(ours.init_copy()) == seen(stock.init_copy())
    for options in ({}, {"omit_unset_slots": True}, {}):
        assert ours.past_states(domain, **options) == stock.past_states(domain, **options)


@given(st.lists(EVENTS, max_size=6), EVENTS)
def test_states_follow_events(domain: Any, events: list[Event], further: Event) -> None:
    """States that were asked for before an event are not taken for those after it, even where somebody changed them."""
    ours, stock = both(domain, events)
    for state in ours.past_states(domain):
        for part in state.values():
            part.clear()
    assert ours.past_states(domain) == stock.past_states(domain)
    ours.update(further, domain)
    stock.update(further, domain)
    assert ours.past_states(domain) == stock.past_states(domain)


def test_a_copy_is_another(domain: Any) -> None:
    """What is set in a copy is not set in the tracker, in its other copies or in the domain."""
    tracker = LeanTracker("", domain.slots)
    copied = tracker.copy()
    copied.update(SlotSet("need", "bed"))
    assert copied.get_slot("need") == "bed"
    assert tracker.get_slot("need") is None
    assert tracker.copy().get_slot("need") is None
    assert next(slot.value for slot in domain.slots if slot.name == "need") is None


async def test_the_engine_uses_it(processor: TurnProcessor) -> None:
    """Whoever writes gets such a tracker, with every slot of the domain."""
    tracker = await processor.get_tracker("nobody")
    assert isinstance(tracker, LeanTracker)
    assert tracker.slots.keys() == {slot.name for slot in processor.domain.slots}
