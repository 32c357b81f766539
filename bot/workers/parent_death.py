"""End with one's parent, so that nothing is left behind that nobody keeps."""

import ctypes
import os
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
"""Of prctl(2)."""


def end_with(parent: int) -> None:
    """Have Linux send us SIGTERM as soon as our parent, by its process id, is there no more.

    Raises SystemExit where it is gone already, OSError where Linux refuses. Elsewhere than on Linux nothing is done.
    """
    if sys.platform == "linux" and ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0) != 0:
        message = "the system does not tell this process of its parent's end"
        raise OSError(message)
    if os.getppid() != parent:  # it ended before we asked
        raise SystemExit(0)
