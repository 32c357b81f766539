"""Resources of several processes together."""

import subprocess
import sys

import psutil
import pytest

from tests.bench.processes import ProcessGroup

pytestmark = [pytest.mark.slow, pytest.mark.serial]

MB = 100
_FORKED = f"""
import os, sys
held = os.urandom({MB} * 2**20)
for _ in range(int(sys.argv[1])):
    if not os.fork():
        break
os.write(1, b"there\\n")
sys.stdin.read()
"""


def _measure(forks: int) -> tuple[float, int]:
    """Return the memory of a process with this many forks, and the number of processes."""
    command = [sys.executable, "-I", "-c", _FORKED, str(forks)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        for _ in range(1 + forks):
            assert process.stdout.readline() == b"there\n"
        group = ProcessGroup((psutil.Process(process.pid),))
        return group.memory_mb(), len(group.all())


def test_shared_memory_counts_once() -> None:
    """Four processes that share a hundred megabytes use little more than one that has them."""
    (single, alone), (four, together) = _measure(0), _measure(3)
    assert (alone, together) == (1, 4)
    assert MB < single < four < single + MB / 2
