"""What processes use, a service's several taken together."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

_KB = 1024


@dataclass(frozen=True)
class Used:
    """A process and all that it started: assumes that they live until nothing more is asked."""

    roots: tuple[psutil.Process, ...]

    def all(self) -> list[psutil.Process]:
        """Return the processes with their children."""
        return [each for root in self.roots for each in (root, *root.children(recursive=True))]

    def cpu(self) -> float:
        """Return the seconds of CPU that they have used so far."""
        return sum(times.user + times.system for each in self.all() for times in (each.cpu_times(),))

    def memory_mb(self) -> float:
        """Return the MB of memory that they hold, what a forked process shares with another counted once.

        Of one process it is what `ps` calls its resident memory.
        """
        pids = [each.pid for each in self.all()]
        own = sum(_fields(f"/proc/{pid}/smaps_rollup", ("Pss_Anon", "Pss_Shmem")) for pid in pids)
        # Mapped files, such as libraries: all have the same, and other programs may have them too.
        files = max(_fields(f"/proc/{pid}/status", ("RssFile",)) for pid in pids)
        return (own + files) / _KB


def _fields(path: str, names: Iterable[str]) -> int:
    """Return the sum of some fields of a file in /proc, kB."""
    lines = (line.split() for line in Path(path).read_text("ascii").splitlines())
    return sum(int(line[1]) for line in lines if line and line[0].removesuffix(":") in names)
