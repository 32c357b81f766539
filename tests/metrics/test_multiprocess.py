"""Merged metrics of several real processes, one of which is killed in the middle of a turn."""

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

from bot.metrics.exporter import serve_metrics_of_all
from bot.metrics.multiprocess import MergedMetrics, metrics_folder
from tests.metrics.exposition import expected_series, samples, series, value

WORKER = """
import sys
from bot.metrics import instruments
instruments.record_start("0.1.0", "0123456789abcdef", 1000.0)
instruments.record_resource_usage(1.5, 1000)
for state, count in {"verified": 7, "stale": 2, "unverified": 570}.items():
    instruments.record_directory_services(state, count)
for _ in range(3):
    instruments.record_message("sms", "answered")
with instruments.measure_turn("sms"), instruments.track_running_turn():
    print("in a turn", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def workers(count: int) -> Iterator[list["subprocess.Popen[str]"]]:
    """Start processes that record metrics and are in a turn."""
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


def test_merges_processes() -> None:
    """Counters of all processes add up; a killed process keeps its counts and loses its gauges."""
    with serve_metrics_of_all("127.0.0.1", 0, seconds=0.0) as port, workers(3) as started:

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
        assert series(found) == expected_series() | of_the_release
        started[0].send_signal(signal.SIGKILL)
        started[0].wait()
        found = samples(shown())
        assert value(found, "waylight_messages_total", channel="sms", outcome="answered") == 9
        assert value(found, "waylight_turns", state="running") == 2
        assert value(found, "waylight_processes") == 2


def test_ended_processes_share_files() -> None:
    """However many processes have ended, the number of files stays, and all their counts remain."""
    with metrics_folder() as folder:
        shown = CollectorRegistry()
        shown.register(MergedMetrics(folder))
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
        assert not [sample for sample in pages[-1] if sample.name == "waylight_processes"]


def test_reused_process_id() -> None:
    """A process whose id belongs to another user now counts as ended."""
    is_root = os.geteuid() == 0
    if is_root:
        os.setresuid(65534, 65534, 0)  # nobody; the first process is not theirs
    try:
        with metrics_folder() as folder:
            file = MmapedDict(str(folder / "gauge_livesum_1.db"))  # type: ignore[no-untyped-call]
            file.close()  # type: ignore[no-untyped-call]
            assert list(MergedMetrics(folder).collect()) == []
            assert list(folder.iterdir()) == []
    finally:
        if is_root:
            os.setresuid(0, 0, 0)


def test_missing_folder() -> None:
    """If metrics can't be recorded, a turn continues, one warning is logged, and its own exceptions are unchanged."""
    code = (
        "import os, shutil\n"
        "from bot.metrics import instruments\n"
        "shutil.rmtree(os.environ['PROMETHEUS_MULTIPROC_DIR'])\n"
        "if os.fork() == 0:\n"
        "    for _ in range(3):\n"
        "        instruments.record_message('sms', 'answered')\n"
        "        instruments.record_start('0.1.0', '0123456789abcdef', 1.0)\n"
        "        with instruments.measure_turn('sms'), instruments.track_running_turn():\n"
        "            print('answered', flush=True)\n"
        "    try:\n"
        "        with instruments.measure_turn('sms'), instruments.track_running_turn():\n"
        "            raise FileNotFoundError('its own')\n"
        "    except FileNotFoundError as fault:\n"
        "        print(fault, flush=True)\n"
        "else:\n"
        "    os.wait()\n"
    )
    with metrics_folder():
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    said = done.stdout.splitlines()
    assert [line for line in said if "metrics update failed" not in line] == ["answered"] * 3 + ["its own"]
    assert sum("metrics update failed" in line for line in said + done.stderr.splitlines()) == 1


def test_folder_is_private_and_deleted() -> None:
    """The folder is private, empty at the start, and deleted at the end."""
    with metrics_folder() as folder:
        assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(folder)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert list(folder.iterdir()) == []
        with workers(1):
            assert {path.suffix for path in folder.iterdir()} == {".db"}
    assert not folder.exists()
    assert "PROMETHEUS_MULTIPROC_DIR" not in os.environ


def test_broken_file_raises(tmp_path: Path) -> None:
    """A truncated file raises an error that the exporter handles."""
    (tmp_path / "counter_1.db").write_bytes(b"\x00\x01")
    with pytest.raises(struct.error):
        list(MergedMetrics(tmp_path).collect())
