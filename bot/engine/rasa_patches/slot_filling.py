"""Try to fill only the slots that the message can fill.

Rasa 3.6.21, `rasa.core.actions.action.ActionExtractSlots.run`: checks the validity and the conditions of every
mapping of every slot on every turn, though nearly all mappings name an entity or an intent that the message does not
have. The patch passes it a domain with only the slots that have a chance.
"""

from collections.abc import Collection
from copy import copy
from typing import Any

import rasa.core.actions.action
from rasa.core.actions.action import ActionExtractSlots
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.slot_mappings import SlotMapping
from rasa.shared.core.trackers import DialogueStateTracker


class FastExtractSlots(ActionExtractSlots):
    """Sets the same slots as `ActionExtractSlots`, under the same name, `action_extract_slots`."""

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Run the action (Rasa calls this)."""
        message = tracker.latest_message
        entities = {entity["entity"] for entity in message.entities} if message else set()
        intent = message.intent.get("name") if message else None
        reduced = copy(domain)
        reduced.slots = [slot for slot in domain.slots if any(_can_fill(m, entities, intent) for m in slot.mappings)]
        return list(await super().run(output_channel, nlg, tracker, reduced))


def _can_fill(mapping: dict[str, Any], entities: Collection[str], intent: str | None) -> bool:
    """Return whether a mapping can set its slot from a message with these entities and this intent."""
    match mapping["type"]:
        case "from_entity":
            return mapping["entity"] in entities
        case "from_intent":
            intents = SlotMapping.to_list(mapping.get("intent"))
            return not intents or intent in intents
        case "custom":
            return bool(mapping.get("action"))
        case _:
            return True


def apply() -> None:
    """Replace the class of the default action; Rasa has no setting for it. Safe to call twice."""
    rasa.core.actions.action.ActionExtractSlots = FastExtractSlots
