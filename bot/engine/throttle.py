"""Nobody takes the line from all others, and nobody in danger is ever held up."""

from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import Pseudonym
from bot.state.store import StateUnavailableError, Store

AT_MOST = 20
"""Messages of one person in a minute that are answered as always."""
_MINUTE = 60
_NEVER_REFUSED = {"in_danger", "self_harm", "someone_watching", "erase_chat"}
_OF_DANGER = {"danger", "self_harm"}


class Pace:
    """Counts one person's messages."""

    def __init__(self, kept: Store) -> None:
        """Count in this store, for all processes together."""
        self._kept = kept

    async def messages_too_many(self, sender: Pseudonym) -> int:
        """Count one more message; return how many too many that makes within a minute, 0 while all is well."""
        try:
            return max(0, await self._kept.count("pace", sender, _MINUTE) - AT_MOST)
        except StateUnavailableError:
            return 0


def is_urgent(parse_data: dict[str, Any] | None, tracker: DialogueStateTracker) -> bool:
    """Tell whether a message is answered however many came before it: danger, whatever follows it, hiding, erasing."""
    alarmed = tracker.get_slot("alarm") or tracker.get_slot("alarms") or tracker.get_slot("need") in _OF_DANGER
    return bool(alarmed) or (parse_data is not None and parse_data["intent"]["name"] in _NEVER_REFUSED)
