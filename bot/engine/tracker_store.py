"""What is kept of a conversation between two messages: where it stands, not what was said.

Rasa keeps every event with every word. Our dialogue is rules and one form, so the slots,
the form that is active and the choices that stand are all it needs to go on. A record is
a few hundred bytes however long the talk has been, and a turn costs the same at the
hundredth message as at the first.
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

from bot.engine.rasa_patches.tracker import LeanTracker
from bot.state.store import KEPT_FOR, Store

KIND = "conversation"


@dataclass(frozen=True, slots=True)
class Record:
    """Where a conversation stands."""

    slots: dict[str, Any]
    active_loop: str | None


class Conversations(TrackerStore):
    """A Rasa tracker store that keeps `Record`s, sealed and for a time.

    A message's text is never in a record, since Rasa's events are not. Raises `bot.state.store.StateUnavailableError`.
    """

    def __init__(self, domain: Domain, kept: Store, *, kept_for: timedelta = KEPT_FOR) -> None:
        """Keep in this store, each conversation for so long after its last message."""
        super().__init__(domain)
        self.kept = kept
        self._kept_for = kept_for.total_seconds()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return a tracker that stands where the conversation stood, or None for a new one."""
        record = await self.record(sender_id)
        if record is None:
            return None
        tracker = self.init_tracker(sender_id)
        tracker.update_with_events(list(_events(record)), self.domain)
        return tracker

    def init_tracker(self, sender_id: str) -> LeanTracker:
        """Return a tracker without events."""
        return LeanTracker(sender_id, self.domain.slots)

    async def record(self, sender_id: str) -> Record | None:
        """Return what is kept of a conversation, None where nothing is."""
        kept = await self.kept.get(KIND, sender_id)
        try:
            return None if kept is None else Record(**json.loads(kept))
        except (TypeError, ValueError):
            return None  # another version of this program wrote it

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:  # noqa: FBT001, FBT002
        """Return an empty tracker; nothing is kept before a turn is over."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep where the conversation stands, for as long as we keep silent ones."""
        record = {"slots": slots_of(tracker), "active_loop": tracker.active_loop_name}
        await self.kept.put(KIND, tracker.sender_id, json.dumps(record, ensure_ascii=False).encode(), self._kept_for)

    async def keys(self) -> Iterable[str]:
        """Return nothing: whoever keeps the records can't tell whose they are."""
        return ()

    async def delete(self, sender_id: str) -> None:
        """Forget a conversation; nothing happens if there is none."""
        await self.kept.forget(KIND, sender_id)


def slots_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return the slots that hold something: where a conversation stands, but for its form."""
    return {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value != slot.initial_value and name != SESSION_START_METADATA_SLOT
    }


def _events(record: Record) -> Iterable[Any]:
    """Yield the shortest history that leads to where the conversation stands."""
    for name, value in record.slots.items():
        yield SlotSet(name, value)
    if record.active_loop:
        yield ActiveLoop(record.active_loop)
    yield ActionExecuted(ACTION_LISTEN_NAME)
