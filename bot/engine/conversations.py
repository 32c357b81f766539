"""What is kept of a conversation between two messages: where it stands, not what was said.

Rasa keeps every event with every word. Our dialogue is rules and one form, so the slots,
the form that is active and the choices that stand are all it needs to go on. A record is
a few hundred bytes however long the talk has been, and a turn costs the same at the
hundredth message as at the first.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

KEPT_FOR = timedelta(hours=24)
"""After this long a silent conversation is forgotten (utter_privacy tells people so)."""

AT_MOST = 100_000
"""Conversations kept at a time; beyond it the one silent for longest is forgotten first."""


@dataclass(frozen=True, slots=True)
class Record:
    """Where a conversation stands."""

    slots: dict[str, Any]
    active_loop: str | None
    until: float
    """Seconds of the clock at which it is forgotten."""


class Conversations(TrackerStore):
    """A Rasa tracker store in memory that keeps `Record`s and forgets them in time.

    A message's text is never in a record, since Rasa's events are not.
    """

    def __init__(
        self,
        domain: Domain,
        *,
        kept_for: timedelta = KEPT_FOR,
        at_most: int = AT_MOST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start with no conversation; `clock` counts seconds and never goes back."""
        super().__init__(domain)
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._kept_for = kept_for.total_seconds()
        self._at_most = at_most
        self._clock = clock

    def __len__(self) -> int:
        """Return how many conversations are kept."""
        return len(self._records)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return a tracker that stands where the conversation stood, or None for a new one."""
        self._forget_old()
        record = self._records.get(sender_id)
        if record is None:
            return None
        tracker = self.init_tracker(sender_id)
        tracker.update_with_events(list(_events(record)), self.domain)
        return tracker

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:  # noqa: FBT001, FBT002
        """Return an empty tracker; nothing is kept before a turn is over."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep where the conversation stands, for as long as we keep silent ones."""
        self._records[tracker.sender_id] = Record(
            slots_of(tracker), tracker.active_loop_name, self._clock() + self._kept_for
        )
        self._records.move_to_end(tracker.sender_id)
        while len(self._records) > self._at_most:
            self._records.popitem(last=False)

    async def keys(self) -> Iterable[str]:
        """Return the pseudonyms of the conversations that are kept."""
        self._forget_old()
        return list(self._records)

    async def delete(self, sender_id: str) -> None:
        """Forget a conversation; nothing happens if there is none."""
        self._records.pop(sender_id, None)

    def _forget_old(self) -> None:
        """Drop what is past its time: the records are in the order in which they end."""
        now = self._clock()
        while self._records and next(iter(self._records.values())).until <= now:
            self._records.popitem(last=False)


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
