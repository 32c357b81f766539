"""Wait until nothing more happens."""

import asyncio
from collections.abc import Awaitable, Callable

PAUSE = 0.03
QUIET = 3
"""How many looks in a row must show the same."""


async def settled(count: Callable[[], Awaitable[object]]) -> None:
    """Return once `count` gave the same several times in a row: a connector may go on after it has answered."""
    last, same = await count(), 1
    while same < QUIET:
        await asyncio.sleep(PAUSE)
        now = await count()
        last, same = now, same + 1 if now == last else 1
