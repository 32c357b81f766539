"""What is observed while a case runs, the same for both sides and both networks."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

GetTurns = Callable[[], Awaitable[list["Turn"]]]
"""Returns all turns that a side's echo engine has had."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as the engine behind a connector got it."""

    kind: str
    """The message kind, or "text" at the stock connectors, which have no other kind."""
    text: str
    sender: str
    metadata: dict[str, Any]
    """Whatever else the connector passes on."""


@dataclass(slots=True)
class Observation:
    """What the network, the engine and the log showed in one case."""

    address: str
    answered: list[list[int]] = field(default_factory=list)
    """The HTTP statuses of each delivery, one per attempt."""
    turns: list[Turn] = field(default_factory=list)
    intents: list[str | None] = field(default_factory=list)
    """For each turn, the intent that Rasa reads from the text without its model."""
    sent: list[str] = field(default_factory=list)
    """The texts that the network took from the connector, from calls or from webhook responses."""
    in_answers: bool = False
    """Whether texts came in a webhook response, so that the network sends them."""
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """The connector's calls to the network's API: method and fields."""
    log: str = ""
    measured: str = ""
    """What the case itself measured, in words."""


Describe = Callable[[Observation], str]
"""Describes one aspect of an observation."""


POLL_INTERVAL = 0.03
STABLE_COUNTS = 3
"""The number of equal counts in a row."""


async def wait_until_settled(count: Callable[[], Awaitable[object]]) -> None:
    """Wait until `count` stays the same several times in a row: a connector may go on after its response."""
    last, same = await count(), 1
    while same < STABLE_COUNTS:
        await asyncio.sleep(POLL_INTERVAL)
        now = await count()
        last, same = now, same + 1 if now == last else 1
