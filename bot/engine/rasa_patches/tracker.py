"""A tracker that is cheap to copy.

Rasa 3.6.21, `rasa.shared.core.trackers.DialogueStateTracker`: Rasa copies the tracker a dozen times in each turn.
Each time `init_copy` copies every slot with `copy.copy` and resets it, and `past_states` replays all events again. The
patch copies the slots' attributes directly, and caches the states until another event is added.
"""

from collections.abc import Iterable
from typing import Any

from rasa.shared.constants import DEFAULT_SENDER_ID
from rasa.shared.core.domain import Domain
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker


class FastCopyTracker(DialogueStateTracker):
    """Does the same as `DialogueStateTracker`. Assumes that events are only ever added."""

    def __init__(self, sender_id: str, slots: Iterable[Slot], *args: Any, **kwargs: Any) -> None:
        """Start with copies of the slots, none of them set; the other arguments are those of Rasa's tracker."""
        super().__init__(sender_id, (), *args, **kwargs)
        self._use_slots([_copy(slot) for slot in slots])
        for slot in (*self._initial_slots, *self.slots.values()):
            slot.reset()

    def _use_slots(self, initial_slots: list[Slot]) -> None:
        """Copy slots that are never set; all copies of a tracker are made from the same ones."""
        self._initial_slots = initial_slots
        self.slots = {slot.name: _copy(slot) for slot in initial_slots}
        self._states: tuple[Any, list[dict[str, Any]]] = (None, [])

    def init_copy(self) -> "FastCopyTracker":
        """Return a tracker with the same initial values."""
        sender_id = self.sender_id or DEFAULT_SENDER_ID
        tracker = FastCopyTracker(sender_id, (), self._max_event_history, is_rule_tracker=self.is_rule_tracker)
        tracker._use_slots(self._initial_slots)
        return tracker

    def past_states(self, domain: Domain, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """Return the states that the conversation went through; the caller may change them."""
        cache_key = (len(self.events), domain, args, kwargs)
        if self._states[0] != cache_key:
            self._states = cache_key, super().past_states(domain, *args, **kwargs)
        return [{kind: dict(part) for kind, part in state.items()} for state in self._states[1]]


def _copy(slot: Slot) -> Slot:
    """Return what `copy.copy` returns, without its overhead."""
    copied: Slot = object.__new__(type(slot))
    vars(copied).update(vars(slot))
    return copied
