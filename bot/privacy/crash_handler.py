"""Logs crashes in one line each, and prevents core dumps.

Python would print the text of an exception, and the system may write all memory to a disk. Both can hold what people
wrote.
"""

import contextlib
import ctypes
import faulthandler
import resource
import sys
import threading
from types import TracebackType
from typing import Final

import structlog

from bot.privacy.exceptions import describe_exception

LOG = structlog.stdlib.get_logger(__name__)

_PR_SET_DUMPABLE: Final = 4
"""Of prctl(2)."""


def install_crash_handlers() -> None:
    """Log exceptions that end the process or a thread, or that can't be caught, without their text."""
    sys.excepthook = _log_crash
    threading.excepthook = _log_thread_crash
    sys.unraisablehook = _log_unraisable


def disable_core_dumps() -> None:
    """Forbid core dumps, and other processes of the same user to read our memory. Safe to call twice.

    The limit alone does not apply if cores are piped to a program (core(5)). Raises OSError if Linux refuses.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    faulthandler.disable()
    if sys.platform == "linux" and ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        message = "the system does not let this process keep its memory from being dumped"
        raise OSError(message)


def _log_crash(_type: type[BaseException], exc: BaseException, _traceback: TracebackType | None) -> None:
    # If this hook failed, Python would print the very text that it withholds.
    with contextlib.suppress(Exception):
        LOG.critical("process crashed", error=describe_exception(exc))


def _log_thread_crash(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is SystemExit:
        return
    with contextlib.suppress(Exception):
        LOG.error("thread crashed", error=describe_exception(args.exc_value) if args.exc_value else None)


def _log_unraisable(args: "sys.UnraisableHookArgs") -> None:
    with contextlib.suppress(Exception):
        LOG.error("exception could not be raised", error=describe_exception(args.exc_value) if args.exc_value else None)
