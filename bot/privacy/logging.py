"""Logs by an allow-list: one line a record, and nothing in it that a person wrote or is reached by.

Our modules say `LOG = structlog.stdlib.get_logger(__name__)` and `LOG.error("a turn failed", fault=name_fault(fault))`:
a sentence that stands in the code, and fields of `fields.py`. Of everybody else's records, which quote what they
handle (httpx an address with the bot's token, SQLAlchemy rows, Rasa texts), only the place in the code is printed.
"""

import asyncio
import contextlib
import json
import logging
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from bot.privacy.crash_handler import name_crashes, never_dump
from bot.privacy.exceptions import name_fault
from bot.privacy.log_filter import OURS, OurLogger, Said, allowed, fault_of, is_ours, withheld

LOG = structlog.stdlib.get_logger(__name__)

_UVICORN_SAYS: Final = {
    "Started server process [%d]": "Started server process",
    "Waiting for application startup.": "Waiting for application startup",
    "Application startup complete.": "Application startup complete",
    "Application startup failed. Exiting.": "Application startup failed",
    "Shutting down": "Shutting down",
    "Waiting for connections to close. (CTRL+C to force quit)": "Waiting for connections to close",
    "Waiting for background tasks to complete. (CTRL+C to force quit)": "Waiting for background tasks to complete",
    "Waiting for application shutdown.": "Waiting for application shutdown",
    "Application shutdown complete.": "Application shutdown complete",
    "Application shutdown failed. Exiting.": "Application shutdown failed",
    "Finished server process [%d]": "Finished server process",
}
"""What the web server says of its start and stop, without values."""

_PROCESSORS: Final = [allowed]
"""One list for the whole process: loggers that were used before keep theirs."""


class _Line(logging.Formatter):
    """Writes `time level logger sentence field=value ...`, for people."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{self.formatTime(record)} {record.levelname} {record.name} {_said(record)}"


class _Object(logging.Formatter):
    """Writes the same as one JSON object, for programs; its time is of ISO 8601, in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        said = _said(record)
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        about = {"time": at, "level": record.levelname, "logger": record.name}
        return json.dumps({**about, "says": said.sentence, "fields": said.fields})


_FORMS: Final[dict[str, type[logging.Formatter]]] = {"text": _Line, "json": _Object}


class _Output(logging.StreamHandler[Any]):
    """Standard error; what can't be written is lost in silence, where logging would print it with its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        lost = Said("a log line was lost", {})
        with contextlib.suppress(OSError, ValueError):  # standard error may be what is broken
            self.stream.write(self.format(logging.makeLogRecord({**vars(record), "msg": lost})) + "\n")


def _said(record: logging.LogRecord) -> Said:
    """Return what may be printed of a record; looks at no message but our own and at no argument."""
    if isinstance(record.msg, Said):
        return record.msg
    return _of_the_server(record) or withheld(
        record.pathname, record.lineno, record.funcName, fault_of(record.exc_info)
    )


def _of_the_server(record: logging.LogRecord) -> Said | None:
    said = record.msg if record.name == "uvicorn.error" else None
    known = _UVICORN_SAYS.get(said) if isinstance(said, str) else None
    return Said(known, {}) if known else None


def _is_heard(record: logging.LogRecord) -> bool:
    """Tell whether a record may be printed, whatever level a library has given itself."""
    return record.levelno >= logging.WARNING or is_ours(record.name) or _of_the_server(record) is not None


def structured() -> None:
    """Have all that is said through structlog pass the allow-list and go on to logging. Safe to call twice."""
    structlog.configure(
        wrapper_class=OurLogger,
        processors=_PROCESSORS,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def quiet_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Let the event loop name the faults that nobody caught, instead of quoting them."""

    def name_it(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        fault = context.get("exception")
        LOG.error("nobody caught a fault", fault=name_fault(fault) if fault else None)

    loop.set_exception_handler(name_it)


def quiet(level: str, form: str = "text") -> None:
    """Set up logging for the whole process; `level` is for our own packages only, `form` is text or json.

    Safe to call twice.
    Faults that end a thread or the process are named, not quoted, and its memory is never written to a disk.
    """
    never_dump()
    name_crashes()
    structured()
    output = _Output()
    output.setFormatter(_FORMS[form]())
    output.addFilter(_is_heard)
    logging.basicConfig(level=logging.WARNING, handlers=[output], force=True)
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):  # a library may have brought a handler of its own
            logger.handlers.clear()
            logger.propagate = True
    for name in (*OURS, "uvicorn.error"):
        logging.getLogger(name).setLevel(level)
    # Python's warnings are for developers, who see them in the tests.
    logging.captureWarnings(capture=True)
    for name in ("uvicorn.access", "py.warnings"):
        logging.getLogger(name).disabled = True
