"""When a process is killed."""

import random
from dataclasses import dataclass

from tests.harness.delivery import WebhookRequest

LATEST = 0.040
"""Seconds after a message was sent to a process."""
AS_IT_SPEAKS = 0.25
"""Share of kills on Telegram that strike when it has just taken an answer, which nothing will tell us later."""


@dataclass(frozen=True)
class KillPoint:
    """A moment of a message's turn: some seconds after it was sent, or the moment that Telegram takes the answer."""

    after: float | None

    def __str__(self) -> str:
        """Return it in words."""
        return "as Telegram took the answer" if self.after is None else f"{self.after * 1000:.1f} ms after it was sent"


@dataclass
class Kill:
    """A process that is to be killed while it has a message; `struck` once it was."""

    key: str
    process: str
    point: KillPoint
    struck: bool = False


class KillPlan:
    """Decides which messages are killed; an order that came too late passes to the next message."""

    def __init__(self, share: float, lot: random.Random) -> None:
        """Take the share of messages, and the dice."""
        self._share = share
        self._lot = lot
        self._owed = 0

    def for_message(self, parcel: WebhookRequest) -> KillPoint | None:
        """Return when the process that has this message is to be killed, mostly never."""
        self._owed += self._lot.random() < self._share
        if not self._owed:
            return None
        self._owed -= 1
        speaks = parcel.path.endswith("telegram") and self._lot.random() < AS_IT_SPEAKS
        return KillPoint(None if speaks else self._lot.uniform(0, LATEST))

    def mark_missed(self) -> None:
        """Say that the message was answered before its kill."""
        self._owed += 1
