"""What processes use, taken together."""

import subprocess
import sys

import psutil
import pytest

from tests.bench.processes import Used

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


def _held(forks: int) -> tuple[float, int]:
    """Return the memory of a process that has forked so often, and how many processes there are then."""
    command = [sys.executable, "-I", "-c", _FORKED, str(forks)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        for _ in range(1 + forks):
            assert process.stdout.readline() == b"there\n"
        used = Used((psutil.Process(process.pid),))
        return used.memory_mb(), len(used.all())


def test_what_forked_processes_share_counts_once() -> None:
    """Four processes that hold the same hundred megabytes hold little more than one that holds them."""
    (one, alone), (four, together) = _held(0), _held(3)
    assert (alone, together) == (1, 4)
    assert MB < one < four < one + MB / 2
