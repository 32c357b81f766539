"""The end of a thread or of the process, in one line; and no memory left behind by it.

Python would print the text of what went wrong, and the system may write all memory to a
disk. Both can hold what people wrote.
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

from bot.privacy.exceptions import name_fault

LOG = structlog.stdlib.get_logger(__name__)

_PR_SET_DUMPABLE: Final = 4
"""Of prctl(2)."""


def name_crashes() -> None:
    """Name, instead of quoting, whatever ends the process or a thread, or fails where nobody can catch it."""
    sys.excepthook = _ended
    threading.excepthook = _thread_ended
    sys.unraisablehook = _failed_unseen


def never_dump() -> None:
    """Have no core dumped, and no other process of the same user read this one's memory. Safe to call twice.

    The limit alone does not hold where cores are piped to a program (core(5)). Raises OSError where Linux refuses.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    faulthandler.disable()
    if sys.platform == "linux" and ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        message = "the system does not let this process keep its memory from being dumped"
        raise OSError(message)


def _ended(_kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    # A hook that fails would have Python print the very text that it is there to hold back.
    with contextlib.suppress(Exception):
        LOG.critical("the process ends by a fault", fault=name_fault(fault))


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_type is SystemExit:
        return
    with contextlib.suppress(Exception):
        LOG.error("a thread ended by a fault", fault=name_fault(ended.exc_value) if ended.exc_value else None)


def _failed_unseen(failed: "sys.UnraisableHookArgs") -> None:
    with contextlib.suppress(Exception):
        LOG.error("a fault that nobody can catch", fault=name_fault(failed.exc_value) if failed.exc_value else None)
