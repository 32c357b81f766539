"""Our slot filling against Rasa's own."""

from typing import Any
from unittest.mock import patch

import pytest
import rasa.core.actions.action
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.events import ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.slot_mappings import SlotMapping
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.slot_filling import FastExtractSlots

(StockExtractSlots,) = FastExtractSlots.__bases__


async def fill(action: Any, processor: TurnProcessor, tracker: DialogueStateTracker) -> list[Any]:
    """Return the events of an action."""
    return list(await action.run(CollectingOutputChannel(), processor.nlg, tracker, processor.domain))


@given(st.data())
async def test_fills_the_same_slots(processor: TurnProcessor, data: st.DataObject) -> None:
    """Any intent with any entities, inside the form or outside, sets the slots that Rasa sets."""
    domain = processor.domain
    names = data.draw(st.lists(st.sampled_from(sorted(domain.entities)), max_size=3))
    values = st.sampled_from(["x", "yes", 12, True, None])
    entities = [{"entity": name, "value": data.draw(values), "start": 0, "end": 1} for name in names]
    intent = data.draw(st.sampled_from([*sorted(domain.intents), None]))
    tracker = DialogueStateTracker("sender", domain.slots)
    if data.draw(st.booleans()):
        requested = data.draw(st.sampled_from(["place", "need", "whom", None]))
        tracker.update_with_events([ActiveLoop("find_help_form"), SlotSet("requested_slot", requested)], domain)
    if data.draw(st.integers(0, 9)):
        tracker.update(UserUttered("", {"name": intent, "confidence": 1.0}, entities), domain)
    assert await fill(FastExtractSlots(None), processor, tracker) == await fill(
        StockExtractSlots(None), processor, tracker
    )


async def test_rasa_checks_every_mapping(processor: TurnProcessor) -> None:
    """Stock Rasa checks the mappings of all slots for an age; ours checks a fraction, and sets the age."""
    tracker = DialogueStateTracker("sender", processor.domain.slots)
    age = {"entity": "age", "value": 15, "start": 0, "end": 2}
    tracker.update(UserUttered("", {"name": "greet", "confidence": 1.0}, [age]), processor.domain)
    checks = {}
    for action in (StockExtractSlots(None), FastExtractSlots(None)):
        with patch.object(SlotMapping, "check_mapping_validity", return_value=True) as check:
            assert SlotSet("age", 15) in await fill(action, processor, tracker)
        checks[type(action)] = check.call_count
    assert checks[FastExtractSlots] * 4 < checks[StockExtractSlots]


@pytest.mark.usefixtures("processor")
def test_rasa_uses_ours() -> None:
    """Rasa makes its default actions with our class."""
    actions = {action.name(): type(action) for action in rasa.core.actions.action.default_actions(None)}
    assert actions["action_extract_slots"] is FastExtractSlots
