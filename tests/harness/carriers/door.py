"""Where a network brings its messages, and what it brings."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

REFUSED, CUT, TIMED_OUT = "refused", "cut", "timed out"
"""What happens to a connection."""


class NotDeliveredError(Exception):
    """Nobody answered, for one of the reasons above. The message has to be brought again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answered."""

    status: int
    body: bytes = b""


@dataclass(slots=True, eq=False)
class Parcel:
    """One message on its way to the service, the same bytes at each try."""

    key: str
    """The network's own id of it: a MessageSid, or an update id."""
    path: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    writer: str = field(default="", repr=False)
    """The chat or number that wrote it."""
    written_at: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    """When the network got it from the person, by the loop's clock."""
    tries: int = 0
    answers: list[Answer] = field(default_factory=list)
    """All answers that it got, also where it was brought twice."""
    taken: asyncio.Future[Answer] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    """The first answer 200, or NotDeliveredError where the network gave up."""


class Door(Protocol):
    """A service that takes parcels."""

    async def bring(self, parcel: Parcel, within: float) -> Answer:
        """Return the answer; raise NotDeliveredError where there is none in `within` seconds."""


async def bring_until_answered(
    door: Door, parcel: Parcel, within: float, patience: float, *, enough: Callable[[int], bool]
) -> Answer:
    """Bring the parcel again, after growing pauses, until a status is `enough`.

    Raises NotDeliveredError after `patience` seconds.
    """
    loop = asyncio.get_running_loop()
    until, pause = loop.time() + patience, 0.1
    while True:
        parcel.tries += 1
        try:
            answer = await door.bring(parcel, within)
        except NotDeliveredError as fault:
            met = str(fault)
        else:
            parcel.answers.append(answer)
            if enough(answer.status):
                return answer
            met = str(answer.status)
        if loop.time() + pause > until:
            fate = f"{parcel.key}: {met} after {parcel.tries} tries"
            raise NotDeliveredError(fate)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 2.0)
