"""Updates that a bot without a webhook fetches itself."""

import asyncio
import contextlib
from typing import Any

Form = dict[str, str]
LONGEST_POLL = 50.0
"""Seconds that Telegram holds a getUpdates at most."""


class Waiting:
    """Updates in the order in which they came, until an offset confirms them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._updates: list[dict[str, Any]] = []
        self._came = asyncio.Event()

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._updates)

    def put(self, update: dict[str, Any]) -> None:
        """Let one more wait; whoever polls gets it at once."""
        self._updates.append(update)
        self._came.set()

    async def fetch(self, form: Form) -> list[dict[str, Any]]:
        """Answer getUpdates: what came before the offset is forgotten, and where there is nothing it waits."""
        since = int(form.get("offset", 0))
        self._updates = [update for update in self._updates if update["update_id"] >= since]
        if not self._updates:
            self._came.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._came.wait(), min(float(form.get("timeout", 0)), LONGEST_POLL))
        return self._updates[: int(form.get("limit", 100))]
