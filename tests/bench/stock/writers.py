"""People who write in a closed loop: each answers as soon as they are answered, and who is done makes room."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tests.resilience.load.conversations import Conversation
from tests.resilience.load.virtual_users import Person

WRITERS = 8
"""People who write at the same time."""


class Writer(Protocol):
    """Somebody in a conversation."""

    async def write(self, step: str | int) -> None:
        """Write, and return when the whole answer is there."""


Newcomer = Callable[[Conversation], Writer]


class UnansweredError(Exception):
    """A message to which nothing was said: its time would be that of no answer."""


@dataclass
class NetworkWriter:
    """Somebody with a phone who writes to Waylight over a network's real webhook."""

    person: Person

    async def write(self, step: str | int) -> None:  # noqa: ARG002  a person knows their next step
        """Go on; raise NotDeliveredError, or UnansweredError where nothing was said."""
        before = len(self.person.heard)
        # Both networks take a message as answered when the person has all that is said to it.
        await self.person.send_next().accepted
        if len(self.person.heard) == before:
            raise UnansweredError(self.person.name, len(self.person.parcels))


@dataclass
class Round:
    """What came of having so many conversations once."""

    seconds: list[float] = field(default_factory=list)
    """For each message, from writing it to the whole answer."""
    wall: float = 0.0

    @property
    def rate(self) -> float:
        """Return the messages answered in a second."""
        return len(self.seconds) / self.wall


async def converse(talks: Sequence[Conversation], newcomer: Newcomer, writers: int = WRITERS) -> Round:
    """Have all conversations, so many people at once, each of them somebody new."""
    found, waiting = Round(), iter(talks)
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(writers):
            group.create_task(_write(waiting, newcomer, found))
    found.wall = time.perf_counter() - begun
    return found


async def _write(waiting: Iterator[Conversation], newcomer: Newcomer, found: Round) -> None:
    for talk in waiting:
        writer = newcomer(talk)
        for step in talk.steps:
            begun = time.perf_counter()
            await writer.write(step)
            found.seconds.append(time.perf_counter() - begun)
