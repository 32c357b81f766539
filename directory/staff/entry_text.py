"""How an entry reads where people are told of it. Nothing here knows how they are spoken to: the bot hands that in."""

from dataclasses import dataclass
from typing import Protocol

from directory.search import FoundService, Place


@dataclass(frozen=True, slots=True)
class Said:
    """How an entry reads on one channel: `segments` are those of an SMS, None where nobody counts them."""

    channel: str
    text: str
    segments: int | None


class Reads(Protocol):
    """Says an entry as the bot would."""

    def __call__(self, service: FoundService, place: Place | None, language: str) -> tuple[Said, ...]:
        """Return what somebody at `place` who reads `language` (BCP 47) is told, once for each channel."""
