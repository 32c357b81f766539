"""How several processes count together: each in files of its own, in a folder in memory (prometheus_client's way).

The danger is a process that was killed in the middle of turns: what it was doing must not be shown for ever, so it is
looked for before each picture. What it had counted still counts: it is added to files that all the dead share, so that
many take no more room than one. Assumes that all are processes of one machine and one user, that the folder is in the
environment before any of them imports `counting`, and that one process alone collects.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from prometheus_client import Metric
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - the folder in it is ours alone
_OF_A_PROCESS: Final = re.compile(r"(counter|gauge|histogram|summary)_(?:\w+_)?(\d+)\.db")
_OF_THE_DEAD: Final = "of_the_dead.db"


@contextmanager
def prepared() -> Iterator[Path]:
    """Make an empty folder that nobody else can read, have all processes that we start count in it, and give it.

    It goes with this process.
    """
    where = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="waylight-metrics-", dir=where) as folder:
        os.environ[_FOLDER] = folder
        try:
            yield Path(folder)
        finally:
            del os.environ[_FOLDER]


class OfAll(Collector):
    """Collects what all processes have counted."""

    def __init__(self, folder: Path) -> None:
        """Take the folder in which they count."""
        self._folder = folder
        self._files = MultiProcessCollector(None, str(folder))  # type: ignore[no-untyped-call]

    def collect(self) -> Iterable[Metric]:
        """Return the sums; raise OSError, RuntimeError or struct.error where a file can't be read just now."""
        for path in sorted(self._folder.iterdir()):
            file = _OF_A_PROCESS.fullmatch(path.name)
            if file and not _is_alive(int(file[2])):
                if file[1] != "gauge":  # what it did when it died
                    _add(path, self._folder / f"{file[1]}_{_OF_THE_DEAD}")
                path.unlink()
        found: Iterable[Metric] = self._files.collect()  # type: ignore[no-untyped-call]
        return found


def _add(counted: Path, to: Path) -> None:
    """Add all that one file has counted to another, or nothing where it can't be read."""
    values = list(MmapedDict.read_all_values_from_file(counted))  # type: ignore[no-untyped-call]
    sums = MmapedDict(str(to))  # type: ignore[no-untyped-call]
    for key, value, _, _ in values:
        before, _ = sums.read_value(key)  # type: ignore[no-untyped-call]
        sums.write_value(key, before + value, 0.0)  # type: ignore[no-untyped-call]
    sums.close()  # type: ignore[no-untyped-call]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):  # none, or another user's by now
        return False
    return True
