"""A Rasa tracker store that stores the state of a conversation and none of its messages.

Rasa's own stores keep every event with its text. Our dialogue consists of rules and one form, so the slots and the
active form are all that it needs to go on. A record takes a few hundred bytes however long the conversation is, and a
turn costs the same at the hundredth message as at the first.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.rasa_patches.tracker import FastCopyTracker
from bot.state.store import CONVERSATION_TTL, Store

KIND = "conversation"


@dataclass(frozen=True, slots=True)
class ConversationState:
    """The slots that are set, and the active form."""

    slots: dict[str, Any]
    active_loop: str | None


class StateTrackerStore(TrackerStore):
    """Stores a `ConversationState` for each sender, sealed, until it expires.

    Rasa's events, and with them the texts, are never stored. Raises `bot.state.store.StateUnavailableError`.
    """

    def __init__(self, domain: Domain, store: Store, *, ttl: timedelta = CONVERSATION_TTL) -> None:
        """Use this store; a conversation expires `ttl` after its last message."""
        super().__init__(domain)
        self.store = store
        self._ttl = ttl.total_seconds()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return a tracker in the stored state, or None for a new conversation."""
        state = await self.load_state(sender_id)
        if state is None:
            return None
        tracker = self.init_tracker(sender_id)
        tracker.update_with_events(list(_replay(state)), self.domain)
        return tracker

    def init_tracker(self, sender_id: str) -> FastCopyTracker:
        """Return a tracker without events."""
        return FastCopyTracker(sender_id, self.domain.slots)

    async def load_state(self, sender_id: str) -> ConversationState | None:
        """Return the stored state of a conversation, if there is one."""
        stored = await self.store.get(KIND, sender_id)
        try:
            return None if stored is None else ConversationState(**json.loads(stored))
        except (TypeError, ValueError):
            return None  # written by another version of this program

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:  # noqa: FBT001, FBT002
        """Return an empty tracker; nothing is stored before the turn is over."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the state of the conversation."""
        state = {"slots": changed_slots(tracker), "active_loop": tracker.active_loop_name}
        await self.store.put(KIND, tracker.sender_id, json.dumps(state, ensure_ascii=False).encode(), self._ttl)

    async def keys(self) -> Iterable[str]:
        """Return nothing: the store does not reveal whose records it holds."""
        return ()

    async def delete(self, sender_id: str) -> None:
        """Delete a conversation, if there is one."""
        await self.store.delete(KIND, sender_id)


def changed_slots(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return the slots whose value differs from the initial one."""
    return {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value != slot.initial_value and name != SESSION_START_METADATA_SLOT
    }


def _replay(state: ConversationState) -> Iterable[Any]:
    """Yield the shortest history that leads to the state."""
    for name, value in state.slots.items():
        yield SlotSet(name, value)
    if state.active_loop:
        yield ActiveLoop(state.active_loop)
    yield ActionExecuted(ACTION_LISTEN_NAME)
