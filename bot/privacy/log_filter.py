"""The allow-list of log messages: a sentence that is a constant of the calling code, and allowed fields."""

import logging
import re
import sys
from collections.abc import Callable, Mapping
from enum import Enum
from types import FrameType
from typing import Any, Final, Self

import structlog
from structlog.typing import EventDict

from bot.privacy.exceptions import describe_exception

WITHHELD: Final = "withheld"
"""Printed in place of anything not allowed; it shows the developer that a call is wrong."""

CHANNELS: Final = frozenset({"console", "preview", "sms", "telegram", "whatsapp"})

LOCATION: Final = re.compile(r"[\w.<> -]{1,80}:\d{1,6} in [\w.<>]{1,80}")
_EXCEPTION: Final = re.compile(
    rf"[A-Za-z_]\w{{0,80}} at {LOCATION.pattern}|[A-Z]\w{{0,80}}(?:Error|Exception|Warning|Exit)"
)

Check = Callable[[object], bool]
FieldValue = str | int | float | None
"""A value that may be printed."""


def _number(lowest: int, highest: int) -> Check:
    """Return a check for numbers in these bounds, which exclude phone numbers and chat ids."""
    return lambda value: isinstance(value, int | float) and lowest <= value <= highest


ALLOWED_FIELDS: Final[Mapping[str, Check]] = {
    # as `describe_exception` writes it; without a location at least a name that only exceptions have
    "error": lambda value: isinstance(value, str) and _EXCEPTION.fullmatch(value) is not None,
    "channel": lambda value: value in CHANNELS,
    # a member of an Enum, which is written in code and never by a person
    "kind": lambda value: isinstance(value, Enum),
    # an HTTP status
    "status": _number(100, 599),
    # an error code of Telegram or Twilio
    "code": _number(0, 99_999),
    "port": _number(0, 65_535),
    # a duration
    "seconds": _number(0, 999_999),
    "tries": _number(0, 999),
    "count": _number(0, 999_999),
    "total": _number(0, 999_999),
    # how often a line would have been written within a minute
    "times": _number(2, 999_999),
}


def filter_field(name: str, value: object) -> tuple[str, FieldValue]:
    """Return the name and value of a field, with "withheld" in place of anything not allowed. Never raises."""
    check = ALLOWED_FIELDS.get(name)
    if check is None:
        # A call that passes on a mapping may have names that a person wrote.
        return (name if name.isidentifier() and name.islower() and len(name) <= 30 else WITHHELD), WITHHELD  # noqa: PLR2004
    return name, (_to_plain(value) if value is None or _passes(check, value) else WITHHELD)


def format_field(name: str, value: FieldValue) -> str:
    """Return `name=value`; only `withheld` if the name is not allowed."""
    if name == WITHHELD:
        return WITHHELD
    if isinstance(value, float):
        return f"{name}={value:.3f}"
    return f"{name}='{value}'" if isinstance(value, str) and " " in value else f"{name}={value}"


def _passes(check: Check, value: object) -> bool:
    try:
        return check(value)
    except (TypeError, ValueError):  # it can't be hashed or compared
        return False


def _to_plain(value: object) -> FieldValue:
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, float):
        return round(value, 3)
    return value if value is None or isinstance(value, int) else str(value)


OWN_PACKAGES: Final = ("actions", "bot", "directory", "locales", "nlu")


class FilteredMessage(str):
    """A message that has passed the allow-list, with its parts: the only kind that is printed unchanged."""

    __slots__ = ("fields", "sentence")
    sentence: str
    fields: Mapping[str, FieldValue]

    def __new__(cls, sentence: str, fields: Mapping[str, FieldValue]) -> Self:
        """Take a sentence and fields that are allowed."""
        message = super().__new__(cls, " ".join([sentence, *(format_field(*field) for field in fields.items())]))
        message.sentence, message.fields = sentence, fields
        return message


class LevelCheckingLogger(structlog.stdlib.BoundLogger):
    """Checks the level first: a call below it costs less than a microsecond or two."""

    _LEVELS: Final = {
        **{name.lower(): level for name, level in logging.getLevelNamesMapping().items()},
        "exception": 40,
    }

    def _proxy_to_logger(self, method_name: str, event: str | None = None, *event_args: str, **event_kw: Any) -> Any:
        if self._logger.isEnabledFor(self._LEVELS[method_name]):
            super()._proxy_to_logger(method_name, event, *event_args, **event_kw)


def is_own_logger(logger: str) -> bool:
    """Return whether a logger belongs to one of our packages."""
    return logger.partition(".")[0] in OWN_PACKAGES


def filter_event(logger: logging.Logger, _method: str, event: EventDict) -> FilteredMessage:
    """Return what may be printed of a structlog event. This is the only structlog processor.

    A sentence that is built at run time may hold anything: only a constant of the calling code is printed. Rasa uses
    structlog too, with texts and slots as values: of its events only the location is printed.
    """
    caller = _caller()
    exc = exception_from(event.pop("exc_info", None))
    event.pop("stack_info", None)
    sentence = event.pop("event", None)
    if not is_own_logger(logger.name):
        return withheld_message(caller.f_code.co_filename, caller.f_lineno, caller.f_code.co_name, exc)
    if exc:
        event.setdefault("error", describe_exception(exc))
    constant = isinstance(sentence, str) and sentence in caller.f_code.co_consts
    return FilteredMessage(sentence if constant else WITHHELD, dict(filter_field(*field) for field in event.items()))


def withheld_message(path: str, line: int, function: str, exc: BaseException | None) -> FilteredMessage:
    """Return the location and the exception of a library's record, without its text."""
    location = f"{path.rpartition('/')[2]}:{line} in {function}"
    fields = {"place": location if LOCATION.fullmatch(location) else WITHHELD}
    return FilteredMessage(WITHHELD, fields | dict([filter_field("error", describe_exception(exc))]) if exc else fields)


def exception_from(exc_info: Any) -> BaseException | None:
    """Return the exception from an `exc_info` of logging: an exception, a triple, or true for the current one."""
    exc = exc_info[1] if isinstance(exc_info, tuple) and len(exc_info) > 1 else exc_info
    if isinstance(exc, BaseException):
        return exc
    return sys.exc_info()[1] if exc_info is True else None


def _caller() -> FrameType:
    """Return the nearest frame outside structlog and this module."""
    frame = sys._getframe(1)  # noqa: SLF001 - logging finds its caller in the same way
    while frame.f_back and str(frame.f_globals.get("__name__")).startswith(("structlog.", __name__)):
        frame = frame.f_back
    return frame
