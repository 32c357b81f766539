"""A control group (version 1 or 2) that limits the memory of processes."""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SYSTEM = 60
"""MB that a small Linux server needs for itself and its kernel."""
LIMIT = 512 - SYSTEM
"""MB for all our processes together, with the files that they read."""
_V1, _V2 = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")
_MB = 2**20


@dataclass(frozen=True)
class ControlGroup:
    """A control group limited to `LIMIT` MB; its figures cover everything that ever ran in it."""

    folder: Path
    is_v2: bool

    @property
    def command_prefix(self) -> tuple[str, ...]:
        """The prefix of a command that runs in this group."""
        return ("sh", "-c", f'echo $$ > {self.folder}/cgroup.procs && exec "$0" "$@"')

    @property
    def peak(self) -> float:
        """The peak of MB in use, including cached files."""
        return int(self._read("memory.peak" if self.is_v2 else "memory.max_usage_in_bytes")) / _MB

    @property
    def needed(self) -> float:
        """The MB in use that could not be dropped and read again."""
        return self._count("memory.stat", "anon" if self.is_v2 else "total_rss") / _MB

    @property
    def killed(self) -> int:
        """The number of processes that the kernel killed for lack of memory."""
        return self._count(*(("memory.events", "oom_kill") if self.is_v2 else ("memory.oom_control", "oom_kill")))

    def _count(self, file: str, name: str) -> int:
        lines = (line.split() for line in self._read(file).splitlines())
        return next(int(line[1]) for line in lines if line[0] == name)

    def _read(self, name: str) -> str:
        return (self.folder / name).read_text()


@contextlib.contextmanager
def control_group() -> Iterator[ControlGroup | None]:
    """Create a control group of `LIMIT` without swap and remove it at the end; yield None without permission."""
    is_v2 = not _V1.is_dir()
    group = ControlGroup((_V2 if is_v2 else _V1) / f"waylight-{uuid.uuid4().hex[:8]}", is_v2)
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
        except OSError:  # no permission to limit memory in this group
            yield None
        else:
            yield group
    finally:
        group.folder.rmdir()


def peak_memory(pid: int) -> float:
    """Return the peak resident MB of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
