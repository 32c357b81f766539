"""What nobody calls for: what this process uses, which model answers, and in what state the directory is."""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from bot.metrics import instruments
from bot.metrics.definitions import CHECKED
from bot.privacy.exceptions import name_fault

LOG = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Release:
    """What answers: our version, the fingerprint of what the model is made from, and when it was trained."""

    version: str
    model: str
    trained_at: datetime


OF_THE_PROCESS = 30.0
OF_THE_DIRECTORY = 600.0
"""Seconds between two looks."""
_ROLLUP = Path("/proc/self/smaps_rollup")
_PSS = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)


async def watch(release: Release, count_services: Callable[[], Mapping[str, int]]) -> None:
    """Look until cancelled, in the process that answers.

    `count_services` asks the database how many services are in each state of `declared.CHECKED`.
    """
    instruments.started(release.version, release.model, release.trained_at.timestamp())
    before, asked_at = 0.0, -OF_THE_DIRECTORY
    while True:
        if time.monotonic() - asked_at >= OF_THE_DIRECTORY:
            asked_at = time.monotonic()
            await asyncio.to_thread(_count, count_services)
        cpu = time.process_time()
        instruments.used(cpu - before, memory())
        before = cpu
        await asyncio.sleep(OF_THE_PROCESS)


def _count(count_services: Callable[[], Mapping[str, int]]) -> None:
    try:
        found = count_services()
    except Exception as fault:  # noqa: BLE001 - a database that does not answer now may do so later
        LOG.warning("the directory could not be counted", fault=name_fault(fault))
        return
    for state in CHECKED:
        instruments.directory_services(state, found[state])


def memory(rollup: Path = _ROLLUP) -> int:
    """Return the bytes that this process uses, what it shares in parts; 0 where that can't be seen."""
    try:
        found = _PSS.search(rollup.read_text("ascii"))
    except OSError:  # not Linux
        return 0
    return int(found[1]) * 1024 if found else 0
