"""What our own calls may say: a sentence that stands in the code, and fields from the allow-list."""

import logging
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any, Final, Self

import structlog
from structlog.typing import EventDict

from bot.privacy.faults import name_fault
from bot.privacy.fields import PLACE, WITHHELD, Shown, shown, written

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
