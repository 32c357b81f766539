"""Metrics that no event triggers, for this process."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from prometheus_client.samples import Sample

from bot.metrics import instruments
from bot.metrics.collector import Release, collect_metrics, memory_usage
from tests.metrics.exposition import samples, value

RELEASE = Release("0.1.0", "0123456789abcdef", datetime(2026, 1, 2, tzinfo=UTC))


async def unknown_memory() -> float | None:
    """Return no number, as without the store."""
    return None


async def collect_briefly(
    count: Callable[[], Mapping[str, int]], store_memory: Callable[[], Awaitable[float | None]] = unknown_memory
) -> list[Sample]:
    """Collect for a moment; return the exported samples."""
    async with asyncio.timeout(5):
        watching = asyncio.create_task(collect_metrics(RELEASE, count, store_memory))
        before = value(samples(generate_latest(instruments.REGISTRY).decode()), "waylight_cpu_seconds_total")
        while True:
            found = samples(generate_latest(instruments.REGISTRY).decode())
            if value(found, "waylight_cpu_seconds_total") > before:
                break
            await asyncio.sleep(0.01)
    watching.cancel()
    return found


async def test_the_process_and_the_directory() -> None:
    """The release, the memory, the CPU and the directory's state are there a moment after the start."""
    found = await collect_briefly(lambda: {"verified": 3, "stale": 2, "unverified": 574})
    assert value(found, "waylight_build_info", version="0.1.0", model="0123456789abcdef") == 1
    assert value(found, "waylight_model_trained_timestamp_seconds") == RELEASE.trained_at.timestamp()
    assert value(found, "waylight_started_timestamp_seconds") == pytest.approx(datetime.now(UTC).timestamp(), abs=60)
    assert value(found, "waylight_directory_services", state="stale") == 2
    assert value(found, "waylight_memory_bytes") > 10_000_000


async def test_the_memory_of_the_store() -> None:
    """How full the store is shows in hundredths; while it can't be reached the last value stays."""

    async def nearly_full() -> float | None:
        return 0.81349

    for store_memory in (nearly_full, unknown_memory):
        found = await collect_briefly(lambda: dict.fromkeys(("verified", "stale", "unverified"), 0), store_memory)
        assert value(found, "waylight_store_memory_ratio") == 0.81


async def test_a_database_that_does_not_answer(caplog: pytest.LogCaptureFixture) -> None:
    """Where the directory can't be counted that is said by the fault's name, and everything else is looked at."""

    def fail() -> Mapping[str, int]:
        raise ConnectionError("+15005550123")  # noqa: EM101 - what must not be repeated

    with caplog.at_level(logging.WARNING):
        found = await collect_briefly(fail)
    assert value(found, "waylight_memory_bytes") > 0
    assert "directory count failed" in caplog.text
    assert "15005550123" not in caplog.text


def test_memory_that_can_not_be_seen(tmp_path: Path) -> None:
    """Elsewhere than on Linux there is no number, and no fault."""
    assert memory_usage(tmp_path / "smaps_rollup") == 0
