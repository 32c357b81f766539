"""Updates the metrics that no event triggers: resource use, the model, the state of the directory."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from bot.metrics import instruments
from bot.metrics.definitions import VERIFICATION_STATES
from bot.privacy.exceptions import describe_exception

LOG = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Release:
    """The running release: its version, the fingerprint of the model's training data, and when it was trained."""

    version: str
    model: str
    trained_at: datetime


PROCESS_INTERVAL = 30.0
DIRECTORY_INTERVAL = 600.0
"""Seconds between two updates."""
_ROLLUP = Path("/proc/self/smaps_rollup")
_PSS_LINE = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)


async def collect_metrics(
    release: Release,
    count_services: Callable[[], Mapping[str, int]],
    store_memory: Callable[[], Awaitable[float | None]],
) -> None:
    """Update the metrics of this process until cancelled.

    `count_services` queries the number of services in each of VERIFICATION_STATES, `store_memory` how full the store is
    (0 to 1, None if it can't be reached).
    """
    instruments.record_start(release.version, release.model, release.trained_at.timestamp())
    cpu_before, counted_at = 0.0, -DIRECTORY_INTERVAL
    while True:
        if time.monotonic() - counted_at >= DIRECTORY_INTERVAL:
            counted_at = time.monotonic()
            await asyncio.to_thread(_count_services, count_services)
        cpu = time.process_time()
        instruments.record_resource_usage(cpu - cpu_before, memory_usage())
        cpu_before = cpu
        ratio = await store_memory()
        if ratio is not None:
            instruments.record_store_memory(ratio)
        await asyncio.sleep(PROCESS_INTERVAL)


def _count_services(count_services: Callable[[], Mapping[str, int]]) -> None:
    try:
        counts = count_services()
    except Exception as exc:  # noqa: BLE001 - a database that does not answer now may do so later
        LOG.warning("directory count failed", error=describe_exception(exc))
        return
    for state in VERIFICATION_STATES:
        instruments.record_directory_services(state, counts[state])


def memory_usage(rollup: Path = _ROLLUP) -> int:
    """Return the bytes that this process uses, with its part of shared memory; 0 on other systems than Linux."""
    try:
        match = _PSS_LINE.search(rollup.read_text("ascii"))
    except OSError:  # not Linux
        return 0
    return int(match[1]) * 1024 if match else 0
