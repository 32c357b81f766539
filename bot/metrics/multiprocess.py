"""Merges the metrics of several processes, each of which writes files in a folder in memory, as in prometheus_client.

The danger is a process that was killed in the middle of turns: its gauges must not be served for ever, so dead
processes are detected before each snapshot. Their counters still count: they are added to one set of files, so that
many dead processes take no more space than one. Assumes processes of one machine and one user, that the folder is in
the environment before any of them imports `instruments`, and that only one process collects.
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

_FOLDER_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
_MEMORY_FOLDER: Final = Path("/dev/shm")  # noqa: S108 - only a private folder in it is used
_PROCESS_FILE: Final = re.compile(r"(counter|gauge|histogram|summary)_(?:\w+_)?(\d+)\.db")
_ENDED_SUFFIX: Final = "ended.db"


@contextmanager
def metrics_folder() -> Iterator[Path]:
    """Create a private folder for the metrics of all processes that this one starts; yield its path.

    It is deleted at the end.
    """
    parent = _MEMORY_FOLDER if os.access(_MEMORY_FOLDER, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="waylight-metrics-", dir=parent) as folder:
        os.environ[_FOLDER_VARIABLE] = folder
        try:
            yield Path(folder)
        finally:
            del os.environ[_FOLDER_VARIABLE]


class MergedMetrics(Collector):
    """Collects the merged metrics of all processes."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of their files."""
        self._folder = folder
        self._collector = MultiProcessCollector(None, str(folder))  # type: ignore[no-untyped-call]

    def collect(self) -> Iterable[Metric]:
        """Return the merged metrics; raise OSError, RuntimeError or struct.error if a file can't be read."""
        for path in sorted(self._folder.iterdir()):
            match = _PROCESS_FILE.fullmatch(path.name)
            if match and not _is_alive(int(match[2])):
                if match[1] != "gauge":  # its gauges ended with it
                    _add(path, self._folder / f"{match[1]}_{_ENDED_SUFFIX}")
                path.unlink()
        metrics: Iterable[Metric] = self._collector.collect()  # type: ignore[no-untyped-call]
        return metrics


def _add(source: Path, target: Path) -> None:
    """Add all values of one file to another, or nothing if it can't be read."""
    values = list(MmapedDict.read_all_values_from_file(source))  # type: ignore[no-untyped-call]
    sums = MmapedDict(str(target))  # type: ignore[no-untyped-call]
    for key, value, _, _ in values:
        before, _ = sums.read_value(key)  # type: ignore[no-untyped-call]
        sums.write_value(key, before + value, 0.0)  # type: ignore[no-untyped-call]
    sums.close()  # type: ignore[no-untyped-call]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):  # gone, or the id belongs to another user now
        return False
    return True
