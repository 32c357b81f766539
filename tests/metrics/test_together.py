"""What several real processes count, also where one is killed in the middle of a turn."""

import os
import signal
import stat
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.mmap_dict import MmapedDict

from bot.metrics.exporter import served_for_all
from bot.metrics.multiprocess import OfAll, prepared
from tests.metrics.shown import listed, samples, series, value

WORKER = """
import sys
from bot.metrics import counting
counting.started("0.1.0", "0123456789abcdef", 1000.0)
counting.used(1.5, 1000)
for state, count in {"verified": 7, "stale": 2, "unverified": 570}.items():
    counting.directory_services(state, count)
for _ in range(3):
    counting.message("sms", "answered")
with counting.turn("sms"), counting.running():
    print("in a turn", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def workers(count: int) -> Iterator[list["subprocess.Popen[str]"]]:
    """Start processes that count, and are in a turn."""
    started = [
        subprocess.Popen([sys.executable, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    try:
        for one in started:
            assert one.stdout
            assert one.stdout.readline() == "in a turn\n"
        yield started
    finally:
        for one in started:
            one.communicate("end\n")


def test_processes_are_one() -> None:
    """Counts of all processes add up; one that was killed has counted what it did, and does nothing any more."""
    with served_for_all("127.0.0.1", 0, seconds=0.0) as port, workers(3) as started:

        def shown() -> str:
            return httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text

        found = samples(shown())
        assert value(found, "waylight_messages_total", channel="sms", outcome="answered") == 9
        assert value(found, "waylight_turns", state="running") == 3
        assert value(found, "waylight_processes") == 3
        assert value(found, "waylight_cpu_seconds_total") == 4.5
        assert value(found, "waylight_memory_bytes") == 3000
        assert value(found, "waylight_model_trained_timestamp_seconds") == 1000
        assert value(found, "waylight_directory_services", state="verified") == 7
        of_the_release = {("waylight_build_info", frozenset({("version", "0.1.0"), ("model", "0123456789abcdef")}))}
        assert series(found) == listed() | of_the_release
        started[0].send_signal(signal.SIGKILL)
        started[0].wait()
        found = samples(shown())
        assert value(found, "waylight_messages_total", channel="sms", outcome="answered") == 9
        assert value(found, "waylight_turns", state="running") == 2
        assert value(found, "waylight_processes") == 2


def test_the_dead_take_no_room() -> None:
    """However many have died, there are no more files than after the first; all that they counted is there."""
    with prepared() as folder:
        shown = CollectorRegistry()
        shown.register(OfAll(folder))
        files, pages = [], []
        for _ in range(3):
            with workers(2):
                pass
            pages.append(samples(generate_latest(shown).decode()))
            files.append({path.name for path in folder.iterdir()})
        assert files[0] == files[1] == files[2]
        assert len(files[0]) == 3
        for lives, found in enumerate(pages, 1):
            assert value(found, "waylight_messages_total", channel="sms", outcome="answered") == 6 * lives
            assert value(found, "waylight_turn_seconds_count", channel="sms") == 2 * lives
            assert value(found, "waylight_turn_seconds_bucket", channel="sms", le="+Inf") == 2 * lives
            assert value(found, "waylight_cpu_seconds_total") == 3 * lives
        assert not [one for one in pages[-1] if one.name == "waylight_processes"]


def test_a_number_that_is_somebody_elses_now() -> None:
    """A process whose number another user's has by now is dead: the picture is made, and without it."""
    is_root = os.geteuid() == 0
    if is_root:
        os.setresuid(65534, 65534, 0)  # nobody; the first process is not theirs
    try:
        with prepared() as folder:
            file = MmapedDict(str(folder / "gauge_livesum_1.db"))  # type: ignore[no-untyped-call]
            file.close()  # type: ignore[no-untyped-call]
            assert list(OfAll(folder).collect()) == []
            assert list(folder.iterdir()) == []
    finally:
        if is_root:
            os.setresuid(0, 0, 0)


def test_a_folder_that_is_gone() -> None:
    """Where nothing can be counted a turn goes on, says so once, and its own faults are what they are."""
    code = (
        "import os, shutil\n"
        "from bot.metrics import counting\n"
        "shutil.rmtree(os.environ['PROMETHEUS_MULTIPROC_DIR'])\n"
        "if os.fork() == 0:\n"
        "    for _ in range(3):\n"
        "        counting.message('sms', 'answered')\n"
        "        counting.started('0.1.0', '0123456789abcdef', 1.0)\n"
        "        with counting.turn('sms'), counting.running():\n"
        "            print('answered', flush=True)\n"
        "    try:\n"
        "        with counting.turn('sms'), counting.running():\n"
        "            raise FileNotFoundError('its own')\n"
        "    except FileNotFoundError as fault:\n"
        "        print(fault, flush=True)\n"
        "else:\n"
        "    os.wait()\n"
    )
    with prepared():
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    said = done.stdout.splitlines()
    assert [line for line in said if "could not be counted" not in line] == ["answered"] * 3 + ["its own"]
    assert sum("could not be counted" in line for line in said + done.stderr.splitlines()) == 1


def test_the_folder_is_ours_and_goes_with_us() -> None:
    """Nobody else can read the folder, it is empty at the start, and nothing of it is left at the end."""
    with prepared() as folder:
        assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(folder)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert list(folder.iterdir()) == []
        with workers(1):
            assert {path.suffix for path in folder.iterdir()} == {".db"}
    assert not folder.exists()
    assert "PROMETHEUS_MULTIPROC_DIR" not in os.environ


def test_a_file_that_is_broken(tmp_path: Path) -> None:
    """A file that is cut off is a fault that whoever shows the picture knows how to live with."""
    (tmp_path / "counter_1.db").write_bytes(b"\x00\x01")
    with pytest.raises(struct.error):
        list(OfAll(tmp_path).collect())
