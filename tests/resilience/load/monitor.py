"""Measures the CPU and memory of the service every few seconds."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import psutil

from tests.resilience.load.processes import Process

EVERY = 10.0
"""Seconds between two looks."""
_MB = 2**20


@dataclass
class Monitor:
    """Resident memory (MB) and CPU (per cent of one core) of the service, all its processes together."""

    services: Sequence[psutil.Process]
    every: float = EVERY
    memory: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    generator_cpu: list[float] = field(default_factory=list)
    _me: psutil.Process = field(default_factory=psutil.Process)

    def look(self) -> None:
        """Note what is used now; the CPU is that since the last look."""
        self.memory.append(sum(one.memory_info().rss for one in self.services) / _MB)
        self.cpu.append(sum(one.cpu_percent() for one in self.services))
        self.generator_cpu.append(self._me.cpu_percent())

    @property
    def growth(self) -> float:
        """Return by what share of it the mean memory of the last third is over that of the middle third."""
        third = len(self.memory) // 3
        if not third:
            return 0.0
        middle, last = self.memory[-2 * third : -third], self.memory[-third:]
        return sum(last) / sum(middle) - 1


@contextlib.asynccontextmanager
async def monitored(processes: Sequence[Process], every: float = EVERY) -> AsyncIterator[Monitor]:
    """Look at the processes for as long as the context is open."""
    watch = Monitor([process.seen for process in processes], every)
    watch.look()
    watch.cpu.clear()
    watch.generator_cpu.clear()
    looking = asyncio.create_task(_look(watch))
    try:
        yield watch
    finally:
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking


async def _look(watch: Monitor) -> None:
    while True:
        await asyncio.sleep(watch.every)
        watch.look()


def percentile(values: Sequence[float], per_cent: int) -> float:
    """Return the value that so many per cent of the values don't exceed; nan of none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * per_cent // 100)]
