"""A part of this machine's memory, in which processes are shut: a control group, version 1 or 2."""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SYSTEM = 60
"""MB that a small Linux server needs for itself and its kernel."""
LIMIT = 512 - SYSTEM
"""MB that everything of ours has together, with the files that it reads."""
_V1, _V2 = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")
_MB = 2**20


@dataclass(frozen=True)
class Limited:
    """A control group that holds `LIMIT`; its figures are those of all that ever ran in it."""

    folder: Path
    is_v2: bool

    @property
    def entered(self) -> tuple[str, ...]:
        """What stands before a command that is to run in here."""
        return ("sh", "-c", f'echo $$ > {self.folder}/cgroup.procs && exec "$0" "$@"')

    @property
    def peak(self) -> float:
        """Return the most MB that were in use at once, with the files that were kept in memory."""
        return int(self._read("memory.peak" if self.is_v2 else "memory.max_usage_in_bytes")) / _MB

    @property
    def needed(self) -> float:
        """Return the MB in use now that could not be dropped and read again."""
        return self._counted("memory.stat", "anon" if self.is_v2 else "total_rss") / _MB

    @property
    def killed(self) -> int:
        """Return how many processes the kernel ended for want of memory."""
        return self._counted(*(("memory.events", "oom_kill") if self.is_v2 else ("memory.oom_control", "oom_kill")))

    def _counted(self, file: str, name: str) -> int:
        lines = (line.split() for line in self._read(file).splitlines())
        return next(int(line[1]) for line in lines if line[0] == name)

    def _read(self, name: str) -> str:
        return (self.folder / name).read_text()


@contextlib.contextmanager
def limited() -> Iterator[Limited | None]:
    """Make a control group of `LIMIT` without swap, and remove it when all in it have ended; None where we may not."""
    is_v2 = not _V1.is_dir()
    group = Limited((_V2 if is_v2 else _V1) / f"waylight-{uuid.uuid4().hex[:8]}", is_v2)
    limit, swap = (
        ("memory.max", "memory.swap.max") if is_v2 else ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes")
    )
    try:
        group.folder.mkdir()
    except OSError:
        yield None
        return
    try:
        try:
            (group.folder / limit).write_text(str(LIMIT * _MB))
            if (group.folder / swap).exists():
                (group.folder / swap).write_text("0" if is_v2 else str(LIMIT * _MB))
        except OSError:  # the memory of this group is not ours to give
            yield None
        else:
            yield group
    finally:
        group.folder.rmdir()


def peak_of(pid: int) -> float:
    """Return the most MB that a process ever had resident."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
