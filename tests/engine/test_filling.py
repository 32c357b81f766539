"""Our filling of slots against Rasa's own."""

from typing import Any

import pytest
import rasa.core.actions.action
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.events import ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.slot_filling import FillSlots

(STOCK,) = FillSlots.__bases__


@given(st.data())
async def test_the_same_is_filled(processor: TurnProcessor, data: st.DataObject) -> None:
    """From any intent with any entities, in the form or outside, the slots are set that Rasa sets."""
    domain = processor.domain
    entities = data.draw(st.lists(st.sampled_from(sorted(domain.entities)), max_size=3))
    values = st.sampled_from(["x", "yes", 12, True, None])
    found = [{"entity": name, "value": data.draw(values), "start": 0, "end": 1} for name in entities]
    intent = data.draw(st.sampled_from([*sorted(domain.intents), None]))
    tracker = DialogueStateTracker("somebody", domain.slots)
    if data.draw(st.booleans()):
        asked = data.draw(st.sampled_from(["place", "need", "whom", None]))
        tracker.update_with_events([ActiveLoop("find_help_form"), SlotSet("requested_slot", asked)], domain)
    if data.draw(st.integers(0, 9)):
        tracker.update(UserUttered("", {"name": intent, "confidence": 1.0}, found), domain)
    assert await filled(FillSlots(None), processor, tracker) == await filled(STOCK(None), processor, tracker)


async def test_something_is_filled(processor: TurnProcessor) -> None:
    """What Rasa would set is set at all: an age from its entity."""
    tracker = DialogueStateTracker("somebody", processor.domain.slots)
    age = {"entity": "age", "value": 15, "start": 0, "end": 2}
    tracker.update(UserUttered("", {"name": "greet", "confidence": 1.0}, [age]), processor.domain)
    assert SlotSet("age", 15) in await filled(FillSlots(None), processor, tracker)


@pytest.mark.usefixtures("processor")
def test_rasa_makes_ours() -> None:
    """Where Rasa makes its own actions for the engine it makes this one."""
    made = {action.name(): type(action) for action in rasa.core.actions.action.default_actions(None)}
    assert made["action_extract_slots"] is FillSlots


async def filled(action: Any, processor: TurnProcessor, tracker: DialogueStateTracker) -> list[Any]:
    """Return what an action would set."""
    return list(await action.run(CollectingOutputChannel(), processor.nlg, tracker, processor.domain))
