"""What a log line may hold: the names of its fields, and the one shape in which each may stand.

A name alone promises little, since a mistake can put a text into any field. So each has a shape that no
sentence, no phone number and no chat id of a person fits.
"""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final

WITHHELD: Final = "withheld"
"""Stands where something was not printed, so that whoever wrote the call notices."""

CHANNELS: Final = frozenset({"console", "preview", "sms", "telegram", "whatsapp"})

PLACE: Final = re.compile(r"[\w.<> -]{1,80}:\d{1,6} in [\w.<>]{1,80}")
_FAULT: Final = re.compile(rf"[A-Za-z_]\w{{0,80}} at {PLACE.pattern}|[A-Z]\w{{0,80}}(?:Error|Exception|Warning|Exit)")

Shape = Callable[[object], bool]
Shown = str | int | float | None
"""What may be printed."""


def _number(lowest: int, highest: int) -> Shape:
    """Return a shape for numbers in these bounds, which are below the numbers by which people are reached."""
    return lambda value: isinstance(value, int | float) and lowest <= value <= highest


FIELDS: Final[Mapping[str, Shape]] = {
    # how `bot.privacy.faults.name_fault` names a fault; without its place at least a name that only faults have
    "fault": lambda value: isinstance(value, str) and _FAULT.fullmatch(value) is not None,
    # a network
    "channel": lambda value: value in CHANNELS,
    # which of the kinds that an Enum of ours lists: its members are written in code, never by a person
    "kind": lambda value: isinstance(value, Enum),
    # of HTTP
    "status": _number(100, 599),
    # an error's number at Telegram or Twilio
    "code": _number(0, 99_999),
    "port": _number(0, 65_535),
    # how long something took or will wait
    "seconds": _number(0, 999_999),
    "tries": _number(0, 999),
    # how many there are, and of how many
    "count": _number(0, 999_999),
    "total": _number(0, 999_999),
}


def shown(name: str, value: object) -> tuple[str, Shown]:
    """Return the name and the value of what may be said, "withheld" in the place of everything else. Never raises."""
    shape = FIELDS.get(name)
    if shape is None:
        # Whoever passes a mapping on has names that we did not write either.
        return (name if name.isidentifier() and name.islower() and len(name) <= 30 else WITHHELD), WITHHELD  # noqa: PLR2004
    return name, (_plain(value) if value is None or _fits(shape, value) else WITHHELD)


def written(name: str, value: Shown) -> str:
    """Return `name=value` of what may be said; a name that may not be is `withheld` alone."""
    if name == WITHHELD:
        return WITHHELD
    if isinstance(value, float):
        return f"{name}={value:.3f}"
    return f"{name}='{value}'" if isinstance(value, str) and " " in value else f"{name}={value}"


def _fits(shape: Shape, value: object) -> bool:
    try:
        return shape(value)
    except (TypeError, ValueError):  # what can't be hashed or compared fits nowhere
        return False


def _plain(value: object) -> Shown:
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, float):
        return round(value, 3)
    return value if value is None or isinstance(value, int) else str(value)
