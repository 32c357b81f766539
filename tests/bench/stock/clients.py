"""Users in a closed loop: each answers as soon as they are answered, and who finishes is replaced."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tests.resilience.load.conversations import Conversation
from tests.resilience.load.virtual_users import Person

WRITERS = 8
"""Users who write at the same time."""


class Writer(Protocol):
    """A user in a conversation."""

    async def write(self, step: str | int) -> None:
        """Send a message and return when the whole answer is there."""


Newcomer = Callable[[Conversation], Writer]


class UnansweredError(Exception):
    """A message without an answer, whose time would mean nothing."""


@dataclass
class NetworkWriter:
    """A user with a phone who writes to Waylight through a network's real webhook."""

    person: Person

    async def write(self, step: str | int) -> None:  # noqa: ARG002  the virtual user knows the next step
        """Send the next message; raise NotDeliveredError, or UnansweredError if no answer came."""
        before = len(self.person.heard)
        # Both networks accept a message once the user has its whole answer.
        await self.person.send_next().accepted
        if len(self.person.heard) == before:
            raise UnansweredError(self.person.name, len(self.person.parcels))


@dataclass
class Round:
    """The result of holding a number of conversations once."""

    seconds: list[float] = field(default_factory=list)
    """For each message, the time from sending it to the whole answer."""
    wall: float = 0.0

    @property
    def rate(self) -> float:
        """Return the messages answered per second."""
        return len(self.seconds) / self.wall


async def converse(talks: Sequence[Conversation], newcomer: Newcomer, writers: int = WRITERS) -> Round:
    """Hold all conversations, several at once, each with a new user."""
    result, waiting = Round(), iter(talks)
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(writers):
            group.create_task(_write(waiting, newcomer, result))
    result.wall = time.perf_counter() - started
    return result


async def _write(waiting: Iterator[Conversation], newcomer: Newcomer, result: Round) -> None:
    for talk in waiting:
        writer = newcomer(talk)
        for step in talk.steps:
            started = time.perf_counter()
            await writer.write(step)
            result.seconds.append(time.perf_counter() - started)
