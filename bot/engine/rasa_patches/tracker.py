"""A tracker of Rasa's that is cheap to copy: Rasa makes a dozen copies of it in each turn."""

from collections.abc import Iterable
from typing import Any

from rasa.shared.constants import DEFAULT_SENDER_ID
from rasa.shared.core.domain import Domain
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker


class LeanTracker(DialogueStateTracker):
    """Does what Rasa's does.

    Assumes that events are only ever added: the states that they led to are found once for each number of events.
    """

    def __init__(self, sender_id: str, slots: Iterable[Slot], *arguments: Any, **options: Any) -> None:
        """Begin with slots of one's own, none of them set; the other arguments are Rasa's."""
        super().__init__(sender_id, (), *arguments, **options)
        self._begin_with([_twin(slot) for slot in slots])
        for slot in (*self._unset, *self.slots.values()):
            slot.reset()

    def _begin_with(self, unset: list[Slot]) -> None:
        """Take copies of slots that nobody ever sets: all copies of a tracker are made from the same ones."""
        self._unset = unset
        self.slots = {slot.name: _twin(slot) for slot in unset}
        self._states: tuple[Any, list[dict[str, Any]]] = (None, [])

    def init_copy(self) -> "LeanTracker":
        """Return a tracker with the same initial values."""
        named = self.sender_id or DEFAULT_SENDER_ID
        twin = LeanTracker(named, (), self._max_event_history, is_rule_tracker=self.is_rule_tracker)
        twin._begin_with(self._unset)
        return twin

    def past_states(self, domain: Domain, *arguments: Any, **options: Any) -> list[dict[str, Any]]:
        """Return the states that the conversation went through; whoever gets them may change them."""
        asked = (len(self.events), domain, arguments, options)
        if self._states[0] != asked:
            self._states = asked, super().past_states(domain, *arguments, **options)
        return [{kind: dict(part) for kind, part in state.items()} for state in self._states[1]]


def _twin(slot: Slot) -> Slot:
    """Return what `copy.copy` does, without its questions."""
    twin: Slot = object.__new__(type(slot))
    vars(twin).update(vars(slot))
    return twin
