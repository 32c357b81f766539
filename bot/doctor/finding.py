"""The one shape of what the doctor says."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.settings import Settings


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    """It works, and people are safer or better served once it is changed."""
    FAULT = "fault"
    """Something does not work, or a promise to people is not kept."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    The danger is a sentence that is pasted into a mail or a ticket: no secret, number, id or address goes into it.
    """

    about: str
    level: Level
    says: str
    """What is so, and what to do where it should be otherwise."""


Look = Callable[[Settings], AsyncIterator[Finding]]
"""Looks at one thing and changes nothing."""
