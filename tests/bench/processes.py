"""Resources of processes, those of a service together."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

_KB = 1024


@dataclass(frozen=True)
class ProcessGroup:
    """Processes with their children; assumes that they live while they are measured."""

    roots: tuple[psutil.Process, ...]

    def all(self) -> list[psutil.Process]:
        """Return the processes with their children."""
        return [process for root in self.roots for process in (root, *root.children(recursive=True))]

    def cpu(self) -> float:
        """Return the CPU seconds that they have used so far."""
        return sum(times.user + times.system for process in self.all() for times in (process.cpu_times(),))

    def memory_mb(self) -> float:
        """Return their MB of memory, with pages shared by forks counted once.

        For one process it is what `ps` calls resident memory.
        """
        pids = [process.pid for process in self.all()]
        own = sum(_fields(f"/proc/{pid}/smaps_rollup", ("Pss_Anon", "Pss_Shmem")) for pid in pids)
        # Mapped files, such as libraries, are the same for all, and other programs may map them too.
        files = max(_fields(f"/proc/{pid}/status", ("RssFile",)) for pid in pids)
        return (own + files) / _KB


def _fields(path: str, names: Iterable[str]) -> int:
    """Return the sum of fields of a file in /proc, kB."""
    lines = (line.split() for line in Path(path).read_text("ascii").splitlines())
    return sum(int(line[1]) for line in lines if line and line[0].removesuffix(":") in names)
