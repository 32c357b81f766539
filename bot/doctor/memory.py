"""Whether there is as much memory as the service needs: where there isn't, Linux ends it in the middle of turns."""

import re
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level

_MB = 1_000_000
_ONE = 440 * _MB
"""Bytes for one worker. A machine that is sold with 512 MB shows the service a little less."""
_EACH_MORE = 100 * _MB
"""Bytes for each further one, which shares the rest."""
_ANOTHER, _EACH_OF_THEM = 290 * _MB, 65 * _MB
"""Bytes for what a reload of several starts beside them, and for each of its workers (docs/adr/0018, measured)."""
_TOTAL = re.compile(r"^MemTotal:\s+(\d+) kB$", re.MULTILINE)

_MORE = "take a larger machine, raise its limit, or fewer workers"

_finding = partial(Finding, "memory")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield how much memory there is."""
    yield _judged(settings.workers, least())


def _judged(workers: int, there: int | None) -> Finding:
    if there is None:
        return _finding(Level.WARNING, "How much there is could not be seen.")
    needed = _ONE + (workers - 1) * _EACH_MORE
    said = f"{there / _MB:.0f} MB for {workers} worker{'s' if workers > 1 else ''}, which need {needed / _MB:.0f}"
    if there < needed:
        return _finding(Level.FAULT, f"{said}: {_MORE}.")
    if workers > 1 and there < (both := needed + _ANOTHER + workers * _EACH_OF_THEM):
        return _finding(
            Level.WARNING, f"{said}, and {both / _MB:.0f} during a reload: {_MORE}, or restart instead of a reload."
        )
    return _finding(Level.OK, f"{said}.")


def least(proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Return the bytes of the machine, or those that its groups leave us (cgroups(7)); None where neither shows."""
    return min((*_of_the_machine(proc), *_of_our_groups(proc, groups)), default=None)


def _of_the_machine(proc: Path) -> Iterator[int]:
    found = _TOTAL.search(_read(proc / "meminfo"))
    if found:
        yield int(found[1]) * 1024


def _of_our_groups(proc: Path, groups: Path) -> Iterator[int]:
    """Yield each limit on our way up through the groups, of version 2 and 1."""
    for line in _read(proc / "self" / "cgroup").splitlines():
        _, kinds, path = line.split(":", 2)
        if kinds and "memory" not in kinds.split(","):
            continue
        root, name = (groups / "memory", "memory.limit_in_bytes") if kinds else (groups, "memory.max")
        here = root / path.lstrip("/")
        for group in (here, *here.parents):
            if group.is_relative_to(root) and (limit := _read(group / name).strip()).isdecimal():
                yield int(limit)


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, ValueError):
        return ""
