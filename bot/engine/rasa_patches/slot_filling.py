"""Rasa's filling of slots, asked only for the slots that a message can fill."""

from collections.abc import Collection
from copy import copy
from typing import Any

import rasa.core.actions.action
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.slot_mappings import SlotMapping
from rasa.shared.core.trackers import DialogueStateTracker


class FillSlots(rasa.core.actions.action.ActionExtractSlots):
    """Sets what Rasa's action sets.

    Rasa asks each mapping of each slot, though nearly all name an entity that the message lacks, or an
    intent that it has not. It keeps Rasa's name in the domain, `action_extract_slots`.
    """

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Run the action (Rasa calls this)."""
        message = tracker.latest_message
        entities = {found["entity"] for found in message.entities} if message else set()
        intent = message.intent.get("name") if message else None
        fillable = copy(domain)
        fillable.slots = [slot for slot in domain.slots if any(_can_fill(m, entities, intent) for m in slot.mappings)]
        return list(await super().run(output_channel, nlg, tracker, fillable))


def _can_fill(mapping: dict[str, Any], entities: Collection[str], intent: str | None) -> bool:
    """Tell whether a mapping may set its slot from a message with these entities and this intent."""
    match mapping["type"]:
        case "from_entity":
            return mapping["entity"] in entities
        case "from_intent":
            wanted = SlotMapping.to_list(mapping.get("intent"))
            return not wanted or intent in wanted
        case "custom":
            return bool(mapping.get("action"))
        case _:
            return True
