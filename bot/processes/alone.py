"""Whether a process can be forked: nobody else runs in it, and nothing is open that two processes can't share."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

_OF_THIS_PROCESS: Final = Path("/proc/self")
_SHARED: Final = ("socket:", "anon_inode:")
"""How Linux names connections, and what an event loop waits with."""


class NotAloneError(Exception):
    """The process has something that a fork would break; the message says what."""


def alone(listeners: Iterable[int]) -> None:
    """Raise NotAloneError where another thread runs, or a connection is open that is none of `listeners`.

    A lock that another thread holds stays locked for ever in a child, and two processes on one connection read each
    other's answers. Looks at nothing elsewhere than on Linux.
    """
    if not _OF_THIS_PROCESS.exists():
        return
    threads = len(list((_OF_THIS_PROCESS / "task").iterdir()))
    if threads > 1:
        message = f"{threads} threads"
        raise NotAloneError(message)
    kept = {"0", "1", "2", *map(str, listeners)}
    for opened in (_OF_THIS_PROCESS / "fd").iterdir():
        name = str(opened.readlink()) if opened.is_symlink() else ""  # that of the folder itself is gone by now
        if opened.name not in kept and name.startswith(_SHARED):
            raise NotAloneError(name.partition(":")[0])
