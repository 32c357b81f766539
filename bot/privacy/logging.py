"""Logs by an allow-list: one line a record, without anything that a person wrote or could be reached by.

Our modules use `LOG = structlog.stdlib.get_logger(__name__)` and log like `LOG.error("turn failed", channel="sms")`: a
constant sentence and fields that `log_filter.py` allows. Records of libraries quote the data they handle (httpx a URL
with the bot's token, SQLAlchemy rows, Rasa texts); of those only the location in the code is printed.
"""

import asyncio
import contextlib
import json
import logging
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from bot.privacy.crash_handler import disable_core_dumps, install_crash_handlers
from bot.privacy.exceptions import describe_exception
from bot.privacy.log_batches import BatchHandler
from bot.privacy.log_filter import (
    OWN_PACKAGES,
    FilteredMessage,
    LevelCheckingLogger,
    exception_from,
    filter_event,
    is_own_logger,
    withheld_message,
)

LOG = structlog.stdlib.get_logger(__name__)

_UVICORN_MESSAGES: Final = {
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
"""What the web server logs about its start and stop -> the same without values."""

_PROCESSORS: Final = [filter_event]
"""One list for the whole process: a logger that was used before keeps its list."""


class _TextFormatter(logging.Formatter):
    """Writes `time level logger sentence field=value ...`, for people."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{self.formatTime(record)} {record.levelname} {record.name} {_filtered(record)}"


class _JsonFormatter(logging.Formatter):
    """Writes the same as one JSON object, for programs; the time is ISO 8601 in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        message = _filtered(record)
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        header = {"time": time, "level": record.levelname, "logger": record.name}
        return json.dumps({**header, "says": message.sentence, "fields": message.fields})


_FORMATTERS: Final[dict[str, type[logging.Formatter]]] = {"text": _TextFormatter, "json": _JsonFormatter}


class _SafeHandler(logging.StreamHandler[Any]):
    """Writes to standard error; drops a line that can't be formatted, which logging would print with its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        lost = FilteredMessage("log line lost", {})
        with contextlib.suppress(OSError, ValueError):  # standard error may be what is broken
            self.stream.write(self.format(logging.makeLogRecord({**vars(record), "msg": lost})) + "\n")


def _filtered(record: logging.LogRecord) -> FilteredMessage:
    """Return what may be printed of a record; reads no message but our own, and no argument."""
    if isinstance(record.msg, FilteredMessage):
        return record.msg
    return _uvicorn_message(record) or withheld_message(
        record.pathname, record.lineno, record.funcName, exception_from(record.exc_info)
    )


def _uvicorn_message(record: logging.LogRecord) -> FilteredMessage | None:
    message = record.msg if record.name == "uvicorn.error" else None
    known = _UVICORN_MESSAGES.get(message) if isinstance(message, str) else None
    return FilteredMessage(known, {}) if known else None


def _is_printed(record: logging.LogRecord) -> bool:
    """Return whether a record is printed, whatever level a library has set for itself."""
    return record.levelno >= logging.WARNING or is_own_logger(record.name) or _uvicorn_message(record) is not None


def _goes_at_once(record: logging.LogRecord) -> bool:
    """Return whether a record is of the end of the process, or of a start or stop of the web server."""
    return record.levelno >= logging.CRITICAL or _uvicorn_message(record) is not None


def configure_structlog() -> None:
    """Send all structlog events through the allow-list and on to logging. Safe to call twice."""
    structlog.configure(
        wrapper_class=LevelCheckingLogger,
        processors=_PROCESSORS,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def install_loop_exception_handler(loop: asyncio.AbstractEventLoop) -> None:
    """Let the event loop log uncaught exceptions without their text."""

    def log_exception(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        exc = context.get("exception")
        LOG.error("uncaught exception in the event loop", error=describe_exception(exc) if exc else None)

    loop.set_exception_handler(log_exception)


def configure_logging(level: str, output_format: str = "text") -> None:
    """Set up logging for the whole process: `level` for our own packages, `output_format` text or json.

    Lines are written at once, or once a minute within `log_batches.batched_log_lines`. Safe to call twice. Crashes are
    logged without their text, and core dumps are forbidden.
    """
    disable_core_dumps()
    install_crash_handlers()
    configure_structlog()
    output = _SafeHandler()
    output.setFormatter(_FORMATTERS[output_format]())
    handler = BatchHandler(output, _filtered, _goes_at_once)
    handler.addFilter(_is_printed)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):  # a library may have added a handler of its own
            logger.handlers.clear()
            logger.propagate = True
    for name in (*OWN_PACKAGES, "uvicorn.error"):
        logging.getLogger(name).setLevel(level)
    # Python's warnings are for developers, who see them in the tests.
    logging.captureWarnings(capture=True)
    for name in ("uvicorn.access", "py.warnings"):
        logging.getLogger(name).disabled = True
