"""Limit how many messages of one person are answered in a minute, except in danger."""

from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import Pseudonym
from bot.state.store import StateUnavailableError, Store

MAX_PER_MINUTE = 20
"""Messages of one person that are answered in a minute."""
_MINUTE = 60
_URGENT_INTENTS = {"in_danger", "self_harm", "possible_danger", "someone_watching", "erase_chat"}
_DANGER_NEEDS = {"danger", "self_harm"}


class Throttle:
    """Counts messages by sender."""

    def __init__(self, store: Store) -> None:
        """Count in this store, for all processes together."""
        self._store = store

    async def count_excess(self, sender: Pseudonym) -> int:
        """Count one more message; return by how many the sender exceeds the limit: 0 if the store is unavailable."""
        try:
            return max(0, await self._store.increment("pace", sender, _MINUTE) - MAX_PER_MINUTE)
        except StateUnavailableError:
            return 0


def is_urgent(parse_data: dict[str, Any] | None, tracker: DialogueStateTracker) -> bool:
    """Return whether a message is answered in any case: danger, anything that follows it, hiding, erasing."""
    is_danger_open = (
        tracker.get_slot("alarm") or tracker.get_slot("alarms") or tracker.get_slot("need") in _DANGER_NEEDS
    )
    return bool(is_danger_open) or (parse_data is not None and parse_data["intent"]["name"] in _URGENT_INTENTS)
