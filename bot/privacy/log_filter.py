"""What our own calls may say: a sentence that stands in the code, and fields from the allow-list."""

import logging
import re
import sys
from collections.abc import Callable, Mapping
from enum import Enum
from types import FrameType
from typing import Any, Final, Self

import structlog
from structlog.typing import EventDict

from bot.privacy.exceptions import name_fault

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
    # how `bot.privacy.exceptions.name_fault` names a fault; without its place at least a name that only faults have
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


OURS: Final = ("actions", "bot", "directory", "locales", "nlu")


class Said(str):
    """A line that has passed the allow-list: the only message that is printed as it is. It remembers its parts."""

    __slots__ = ("fields", "sentence")
    sentence: str
    fields: Mapping[str, Shown]

    def __new__(cls, sentence: str, fields: Mapping[str, Shown]) -> Self:
        """Take a sentence of ours, and fields that may be said."""
        line = super().__new__(cls, " ".join([sentence, *(written(*field) for field in fields.items())]))
        line.sentence, line.fields = sentence, fields
        return line


class OurLogger(structlog.stdlib.BoundLogger):
    """Asks first whether anybody listens: a call for which nobody does costs less than a microsecond or two."""

    _LEVELS: Final = {
        **{name.lower(): level for name, level in logging.getLevelNamesMapping().items()},
        "exception": 40,
    }

    def _proxy_to_logger(self, method_name: str, event: str | None = None, *event_args: str, **event_kw: Any) -> Any:
        if self._logger.isEnabledFor(self._LEVELS[method_name]):
            super()._proxy_to_logger(method_name, event, *event_args, **event_kw)


def is_ours(logger: str) -> bool:
    """Tell whether a logger is one of our packages'."""
    return logger.partition(".")[0] in OURS


def allowed(logger: logging.Logger, _method: str, event: EventDict) -> Said:
    """Return what may be printed of a call through structlog (a processor, the only one).

    A sentence put together at run time may hold anything: only one that is a constant of the calling code is
    printed. Rasa speaks through structlog too, with texts and slots for values: of that only the place is.
    """
    caller = _caller()
    fault = fault_of(event.pop("exc_info", None))
    event.pop("stack_info", None)
    sentence = event.pop("event", None)
    if not is_ours(logger.name):
        return withheld(caller.f_code.co_filename, caller.f_lineno, caller.f_code.co_name, fault)
    if fault:
        event.setdefault("fault", name_fault(fault))
    constant = isinstance(sentence, str) and sentence in caller.f_code.co_consts
    return Said(sentence if constant else WITHHELD, dict(shown(*given) for given in event.items()))


def withheld(path: str, line: int, function: str, fault: BaseException | None) -> Said:
    """Return where somebody else's code said something and which fault it told of; not what it said."""
    place = f"{path.rpartition('/')[2]}:{line} in {function}"
    fields = {"place": place if PLACE.fullmatch(place) else WITHHELD}
    return Said(WITHHELD, fields | dict([shown("fault", name_fault(fault))]) if fault else fields)


def fault_of(exc_info: Any) -> BaseException | None:
    """Return the exception of what logging takes as `exc_info`: one, a triple, or true for the present one."""
    found = exc_info[1] if isinstance(exc_info, tuple) and len(exc_info) > 1 else exc_info
    if isinstance(found, BaseException):
        return found
    return sys.exc_info()[1] if exc_info is True else None


def _caller() -> FrameType:
    """Return the nearest frame that is neither structlog's nor this module's."""
    frame = sys._getframe(1)  # noqa: SLF001 - logging looks for its caller in the same way
    while frame.f_back and str(frame.f_globals.get("__name__")).startswith(("structlog.", __name__)):
        frame = frame.f_back
    return frame
