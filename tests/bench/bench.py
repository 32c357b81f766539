"""Measure what a small server must carry: size, memory, start, and the CPU time of a turn.

Run by `make bench PART=turn`; prints one table with the project's own limits. CPU times are of this process, so that
other load disturbs them less than wall time; the start is wall time, since users wait for it.
"""

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from bot.engine.engine import Engine
from bot.engine.training import ensure_model
from tests.acceptance.service.service_process import Phone, Service, running_service
from tests.bench.engine import running_engine, turn_cpu
from tests.bench.processes import ProcessGroup

ROOT = Path(__file__).parents[2]
ROUNDS = 60

WITHOUT_EMBEDDING = ("hello", "1", "1", "more places", "no tengo donde dormir, estoy en Chiang Mai", "menu", "2", "3")
"""A conversation in which the sparse model is sure or a choice needs no model."""

WITH_EMBEDDING = ("my cousin says there are folks who sort out contracts gone wrong", "algun sitio pa pasar la noche")
"""Texts of which the sparse model alone is unsure."""


@dataclass(frozen=True)
class Figure:
    """One line of the table; `limit` is the promised maximum, or None."""

    name: str
    value: float
    unit: str
    limit: float | None = None


def main() -> int:
    """Measure and print; return 1 if a figure exceeds its limit."""
    table = Table("", "measured", "unit", "at most")
    figures = (*sizes(), *service_figures(), *turn_figures())
    for figure in figures:
        limit = "" if figure.limit is None else f"{figure.limit:g}"
        table.add_row(figure.name, f"{figure.value:.1f}", figure.unit, limit)
    Console().print(table)
    return int(any(figure.limit is not None and figure.value > figure.limit for figure in figures))


def environment_mb() -> float:
    """Return the size of the environment of `make run`, installed in its own folder without test tools."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": folder}
        command = [_uv(), "sync", "--frozen", "--no-dev", "--quiet", "--link-mode", "copy"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        files = (path for path in Path(folder).rglob("*") if path.is_file() and not path.is_symlink())
        return sum(path.stat().st_size for path in files) / 2**20


def sizes() -> Iterable[Figure]:
    """Measure sizes on disk."""
    yield Figure("installed environment", environment_mb(), "MB", 900)
    yield Figure("trained model", ensure_model(ROOT / ".waylight").stat().st_size / 2**20, "MB")


def service_figures() -> Iterable[Figure]:
    """Start the real service, text it, and read its memory with the embedding loaded."""
    with tempfile.TemporaryDirectory() as folder:
        # The first start also fills the directory; what a restart takes is measured at the second.
        with running_service(Path(folder), ROOT / ".waylight"):
            pass
        started = time.perf_counter()
        with running_service(Path(folder), ROOT / ".waylight") as service:
            yield Figure("start, model present", time.perf_counter() - started, "s", 12)
            asyncio.run(_converse(service))
            yield Figure(
                "resident memory after 200 messages",
                ProcessGroup((psutil.Process(service.pid),)).memory_mb(),
                "MB",
                450,
            )


async def _converse(service: Service) -> None:
    for number in range(20):
        phone = Phone(service, number=f"+1500555{number:04}")
        for text in (*WITHOUT_EMBEDDING, *WITH_EMBEDDING):
            await phone.send_sms(text)


def turn_figures() -> Iterable[Figure]:
    """Time turns in this process, one after the other."""
    with running_engine() as engine:
        sparse = asyncio.run(_turns(engine, WITHOUT_EMBEDDING))
        dense = asyncio.run(_turns(engine, WITH_EMBEDDING))
    yield Figure("CPU of a turn without embedding, median", statistics.median(sparse), "ms", 5)
    yield Figure("CPU of a turn without embedding, p95", statistics.quantiles(sparse, n=20)[-1], "ms")
    yield Figure("CPU of a turn with embedding, median", statistics.median(dense), "ms")


async def _turns(engine: Engine, conversation: Iterable[str]) -> list[float]:
    """Return the CPU milliseconds of each turn, after one conversation to warm up."""
    taken = [[await turn_cpu(engine, f"bench-{number}", text) for text in conversation] for number in range(ROUNDS + 1)]
    return [1000 * seconds for costs in taken[1:] for seconds in costs]


def _uv() -> str:
    own = ROOT / ".tools" / "bin" / "uv"
    return str(own) if own.exists() else shutil.which("uv") or "uv"


if __name__ == "__main__":
    sys.exit(main())
