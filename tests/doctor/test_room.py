"""Whether the machine has room for the service: memory, disk, processors, and what it runs on."""

import os
import platform
from datetime import date
from pathlib import Path

import pytest

from bot.doctor import disk, memory, versions, workers
from bot.doctor.finding import Level
from tests.doctor.looking import STATE_KEY, finds, looked, settings, wrong

MB = 1_000_000
REDIS = {"redis_url": "redis://127.0.0.1:9/0", "state_key": STATE_KEY}


async def test_this_machine(tmp_path: Path) -> None:
    """A machine on which these tests run has room for one worker, and is one of those that Waylight is tried on."""
    here = settings(tmp_path)
    for look in (memory.look, workers.look, versions.look):
        assert wrong(await looked(look, here)) == {}
    assert [one.about for one in await looked(disk.look, here)] == ["disk"]


@pytest.mark.parametrize(
    ("there", "count", "level"),
    [
        (500 * MB, 1, Level.OK),
        (256 * MB, 1, Level.FAULT),
        (500 * MB, 4, Level.FAULT),
        (600 * MB, 2, Level.WARNING),
        (1000 * MB, 2, Level.OK),
        (1000 * MB, 4, Level.WARNING),
        (1400 * MB, 4, Level.OK),
        (None, 1, Level.WARNING),
    ],
)
def test_memory(there: int | None, count: int, level: Level) -> None:
    """A server with 512 MB, which shows a little less, is enough for one worker and too small for four.

    Several need more while a reload starts others beside them: where that is not there it is a warning.
    """
    assert memory._judged(count, there).level is level


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
def test_limits_of_groups(tmp_path: Path, groups: str, files: dict[str, str], least: int) -> None:
    """What a container or a unit may have counts, in both versions of control groups, wherever above us it is set."""
    proc, mounted = tmp_path / "proc", tmp_path / "cgroup"
    (proc / "self").mkdir(parents=True)
    (proc / "meminfo").write_text("MemTotal:           4096 kB\nMemFree:            1 kB\n")
    (proc / "self" / "cgroup").write_text(groups + "\n")
    for name, limit in files.items():
        (mounted / name).parent.mkdir(parents=True, exist_ok=True)
        (mounted / name).write_text(limit + "\n")
    assert memory.least(proc, mounted) == least


def test_memory_that_can_not_be_seen(tmp_path: Path) -> None:
    """Where there is neither, nothing is said of it."""
    assert memory.least(tmp_path, tmp_path) is None


@pytest.mark.parametrize(
    ("free", "level"), [(50_000 * MB, Level.OK), (999 * MB, Level.WARNING), (199 * MB, Level.FAULT)]
)
def test_room_on_the_disk(free: int, level: Level) -> None:
    """Less than a gigabyte is a warning, and less than 200 MB a fault."""
    assert disk._judged(free).level is level


def test_where_room_is_looked_for(tmp_path: Path) -> None:
    """It is looked for where the data and the database will be, also before they are there."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    given = settings(tmp_path / "data" / "folder", database_url=f"sqlite:///{elsewhere}/directory.sqlite3")
    assert disk._folders(given) == {tmp_path, elsewhere}
    assert disk._folders(settings(tmp_path, database_url="postgresql://127.0.0.1/waylight")) == {tmp_path}


async def test_several_workers(tmp_path: Path) -> None:
    """Several need Redis; more of them than processors are of no use."""
    processors = len(os.sched_getaffinity(0))
    alone = settings(tmp_path, workers=2)
    assert finds(await looked(workers.look, alone), "set WAYLIGHT_REDIS_URL", Level.FAULT)
    many = settings(tmp_path, workers=processors + 1, **REDIS)
    assert finds(await looked(workers.look, many), f"WAYLIGHT_WORKERS={processors}", Level.WARNING)
    assert wrong(await looked(workers.look, settings(tmp_path, workers=processors, **REDIS))) == {}


async def test_what_it_runs_on(tmp_path: Path) -> None:
    """Version, Python and system are told, for whoever is asked for help."""
    [told] = await looked(versions.look, settings(tmp_path))
    assert f"Python {platform.python_version()}, Linux" in told.says


@pytest.mark.parametrize(("today", "count"), [(date(2027, 10, 31), 0), (date(2027, 11, 1), 1)])
def test_a_python_without_repairs(today: date, count: int) -> None:
    """From the day on which Python 3.11 gets no more repairs it is a warning."""
    assert len(versions._of_python(today)) == count
