"""Limit how many messages of one person are answered in a minute, except in danger."""

from bot.core.message import Pseudonym
from bot.state.store import StateUnavailableError, Store

MAX_PER_MINUTE = 20
"""Messages of one person that are answered in a minute."""
_MINUTE = 60


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
