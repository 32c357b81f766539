"""Say nothing in a turn that may be somebody else's by now.

A process that stood still, stopped by its system or too busy, wakes in the middle of whatever it did; another has
answered meanwhile, and Telegram would take the same answer from both. So the last moment is looked at: that in which
the bytes leave.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from bot.state.store import Store

_LEAVES = {"http11.send_request_headers.started", "http11.send_request_body.started"}
"""What httpcore calls these moments (its extension "trace")."""


def only_while_held(store: Store) -> Callable[[httpx.Request], Awaitable[None]]:
    """Return a request hook for httpx; in a turn that may be lost the call fails with HoldLostError in its cause."""

    async def trace(event: str, _: dict[str, Any]) -> None:
        if event in _LEAVES:
            store.refuse_if_lost()

    async def hook(request: httpx.Request) -> None:
        request.extensions["trace"] = trace

    return hook
