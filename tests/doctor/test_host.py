"""Checks of the machine: versions, memory, disk, processors, swap and core dumps."""

import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.doctor import host
from bot.doctor.finding import Level
from bot.doctor.host import available_memory, check_disk, check_memory, check_versions
from bot.doctor.state import check_workers
from tests.doctor.helpers import STATE_KEY, has_finding, make_settings, problems, run_check

MB = 1_000_000
SWAPS_HEADING = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
REDIS = {"redis_url": "redis://127.0.0.1:9/0", "state_key": STATE_KEY}


async def test_accepts_this_machine(tmp_path: Path) -> None:
    """The machine that runs these tests is supported and has room for one worker."""
    here = make_settings(tmp_path)
    for look in (check_memory, check_workers, check_versions):
        assert problems(await run_check(look, here)) == {}
    assert [finding.about for finding in await run_check(check_disk, here)] == ["disk"]


@pytest.mark.parametrize(
    ("there", "count", "level"),
    [
        (500 * MB, 1, Level.OK),
        (256 * MB, 1, Level.ERROR),
        (500 * MB, 4, Level.ERROR),
        (600 * MB, 2, Level.WARNING),
        (1000 * MB, 2, Level.OK),
        (1000 * MB, 4, Level.WARNING),
        (1400 * MB, 4, Level.OK),
        (None, 1, Level.WARNING),
    ],
)
def test_assesses_memory(there: int | None, count: int, level: Level) -> None:
    """512 MB are enough for one worker and too few for four; too little for a reload is a warning."""
    assert host._assess_memory(count, there).level is level


@pytest.mark.parametrize(
    ("groups", "files", "least"),
    [
        ("0::/system.slice/waylight.service", {}, 4096 * 1024),
        ("0::/system.slice/waylight.service", {"system.slice/waylight.service/memory.max": "max"}, 4096 * 1024),
        ("0::/system.slice/waylight.service", {"system.slice/waylight.service/memory.max": "1000"}, 1000),
        ("0::/a/b", {"a/memory.max": "2000", "a/b/memory.max": "3000"}, 2000),
        ("4:cpu,memory:/docker/1\n3:cpuset:/x", {"memory/docker/1/memory.limit_in_bytes": "4000"}, 4000),
        ("4:cpuset:/docker/1", {"memory/docker/1/memory.limit_in_bytes": "4000"}, 4096 * 1024),
    ],
)
def test_reads_cgroup_limits(tmp_path: Path, groups: str, files: dict[str, str], least: int) -> None:
    """The lowest limit of our cgroup and its parents counts, in both versions of cgroups."""
    proc, mounted = tmp_path / "proc", tmp_path / "cgroup"
    (proc / "self").mkdir(parents=True)
    (proc / "meminfo").write_text("MemTotal:           4096 kB\nMemFree:            1 kB\n")
    (proc / "self" / "cgroup").write_text(groups + "\n")
    for name, limit in files.items():
        (mounted / name).parent.mkdir(parents=True, exist_ok=True)
        (mounted / name).write_text(limit + "\n")
    assert available_memory(proc, mounted) == least


def test_unknown_memory(tmp_path: Path) -> None:
    """The amount is unknown if neither file exists."""
    assert available_memory(tmp_path, tmp_path) is None


@pytest.mark.parametrize(
    ("free", "level"), [(50_000 * MB, Level.OK), (999 * MB, Level.WARNING), (199 * MB, Level.ERROR)]
)
def test_assesses_disk(free: int, level: Level) -> None:
    """Less than 1 GB is a warning, less than 200 MB a fault."""
    assert host._assess_disk(free).level is level


def test_finds_data_folders(tmp_path: Path) -> None:
    """Free space is measured where the data and the database will be, also before they exist."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    given = make_settings(tmp_path / "data" / "folder", database_url=f"sqlite:///{elsewhere}/directory.sqlite3")
    assert host._data_folders(given) == {tmp_path, elsewhere}
    assert host._data_folders(make_settings(tmp_path, database_url="postgresql://127.0.0.1/waylight")) == {tmp_path}


async def test_assesses_workers(tmp_path: Path) -> None:
    """Several workers need Redis; more workers than processors are a warning."""
    processors = len(os.sched_getaffinity(0))
    alone = make_settings(tmp_path, workers=2)
    assert has_finding(await run_check(check_workers, alone), "set WAYLIGHT_REDIS_URL", Level.ERROR)
    many = make_settings(tmp_path, workers=processors + 1, **REDIS)
    assert has_finding(await run_check(check_workers, many), f"WAYLIGHT_WORKERS={processors}", Level.WARNING)
    assert problems(await run_check(check_workers, make_settings(tmp_path, workers=processors, **REDIS))) == {}


async def test_reports_versions(tmp_path: Path) -> None:
    """The report names the versions of Python and of the system."""
    [finding] = await run_check(check_versions, make_settings(tmp_path))
    assert f"Python {platform.python_version()}, Linux" in finding.says


@pytest.mark.parametrize(("today", "count"), [(date(2027, 10, 31), 0), (date(2027, 11, 1), 1)])
def test_reports_unsupported_python(today: date, count: int) -> None:
    """Python 3.11 is a warning from the day on which it gets no more security fixes."""
    assert len(host._check_python(today)) == count


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("", Level.OK),
        ("/dev/zram0 partition 8388604 0 100\n", Level.OK),
        ("/dev/dm-1 partition 8388604 0 -2\n", Level.OK),
        ("/dev/dm-2 partition 8388604 0 -2\n", Level.ERROR),
        ("/swapfile file 2097148 0 -2\n", Level.ERROR),
    ],
)
def test_assesses_swap(tmp_path: Path, line: str, level: Level) -> None:
    """No swap, compressed memory and encrypted swap are OK; an open partition, volume or file is a fault."""
    swaps = tmp_path / "swaps"
    swaps.write_text(SWAPS_HEADING + line)
    for name, kind in (("dm-1", "CRYPT-PLAIN-swap"), ("dm-2", "LVM-abc")):
        (tmp_path / name / "dm").mkdir(parents=True)
        (tmp_path / name / "dm" / "uuid").write_text(kind)
    assert host._check_swap(swaps, tmp_path).level is level


@pytest.mark.parametrize(("before", "level"), [("disable_core_dumps()", "ok"), ("pass", "fault")])
def test_assesses_core_dumps(before: str, level: str) -> None:
    """A process that forbids its core dumps, as the service does, is OK; another one is a fault."""
    imported = "from bot.doctor import host\nfrom bot.privacy.crash_handler import disable_core_dumps"
    code = f"{imported}\n{before}\nprint(host._check_core_dumps().level)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == level
