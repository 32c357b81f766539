"""What a check reports: a finding and its level."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.settings import Settings


class Level(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    WARNING = "warning"
    """It works, but people are safer or better served once it is changed."""
    ERROR = "fault"
    """Something does not work, or breaks a promise to the people who write."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of checking one thing.

    Operators paste findings into mails and tickets: no secret, phone number, id or address may go into one.
    """

    about: str
    level: Level
    says: str
    """What was found, and what to do about it."""


Check = Callable[[Settings], AsyncIterator[Finding]]
"""Checks one thing and changes nothing."""
