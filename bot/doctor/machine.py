"""Whether the machine may write our memory to a disk."""

import ctypes
import resource
import sys
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level

_PR_GET_DUMPABLE = 3
"""Of prctl(2)."""

_finding = partial(Finding, "machine")


async def look(_: Settings) -> AsyncIterator[Finding]:
    """Yield what of a conversation could outlive it on this machine."""
    if sys.platform != "linux":
        yield _finding(Level.WARNING, "Swap and core dumps are looked at on Linux only.")
        return
    yield _swap()
    yield _cores()


def _swap(swaps: Path = Path("/proc/swaps"), blocks: Path = Path("/sys/block")) -> Finding:
    try:
        on_disk = [place for place in _places(swaps.read_text()) if not _is_safe(place, blocks)]
    except OSError:
        return _finding(Level.WARNING, "Whether there is swap could not be seen.")
    if on_disk:
        return _finding(Level.FAULT, "Memory may be swapped to a disk that is not sealed: `swapoff -a`, or encrypt it.")
    return _finding(Level.OK, "Memory is not swapped to an open disk.")


def _places(swaps: str) -> Iterator[Path]:
    """Yield the devices or files of /proc/swaps, proc(5)."""
    for line in swaps.splitlines()[1:]:
        yield Path(line.split()[0])


def _is_safe(place: Path, blocks: Path) -> bool:
    """Tell whether swap is compressed memory, or a device that dm-crypt seals."""
    name = place.resolve().name
    if name.startswith("zram"):
        return True
    kind = blocks / name / "dm" / "uuid"
    return kind.exists() and kind.read_text().startswith("CRYPT-")


def _cores() -> Finding:
    """The service holds back its own dumps as this command does: what the system lets us do here it lets it do."""
    dumped = ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) != 0
    if dumped or resource.getrlimit(resource.RLIMIT_CORE)[0] != 0:
        return _finding(Level.FAULT, "A crash could write our memory to a disk: the system does not let us forbid it.")
    return _finding(Level.OK, "No core is dumped when we crash.")
