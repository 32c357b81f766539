"""Sends messages at a fixed rate; run by `make bench PART=load`."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import uvloop

from bot.engine.training import ensure_model
from tests.harness.delivery import NotDeliveredError
from tests.resilience.load.conversations import Conversation, conversations
from tests.resilience.load.monitor import EVERY, monitored
from tests.resilience.load.outcome import Outcome
from tests.resilience.load.processes import complaints_of
from tests.resilience.load.rehearsal import rehearse
from tests.resilience.load.report import print_table, write_page
from tests.resilience.load.scheduler import PAUSE, Scheduler
from tests.resilience.load.service import running
from tests.resilience.load.verdict import judge
from tests.resilience.load.virtual_users import Population

ROOT = Path(__file__).parents[3]


async def send_steadily(crowd: Scheduler, rate: int, seconds: int) -> float:
    """Let a message come whenever its time has come; return by how many seconds we were late at worst."""
    loop = asyncio.get_running_loop()
    begun, worst = loop.time(), 0.0
    for number in range(rate * seconds):
        due = begun + number / rate
        if (ahead := due - loop.time()) > 0:
            await asyncio.sleep(ahead)
        worst = max(worst, loop.time() - due)
        crowd.send_next()
    return worst


async def measure(  # noqa: PLR0913  what a run is made of
    folder: Path, data_dir: Path, *, rate: int, seconds: int, count: int, seed: int, scripts: Sequence[Conversation]
) -> Outcome:
    """Rehearse, send, wait for what is still to come, and judge."""
    async with running(folder, data_dir, count) as service:
        population = Population(service.networks)
        expected = await rehearse(population.newcomer, scripts)
        crowd = Scheduler(population, expected, scripts, at_once=round(rate * PAUSE), seed=seed)
        async with monitored(service.processes, min(EVERY, seconds / 3)) as watch:
            late = await send_steadily(crowd, rate, seconds)
        parcels = [parcel for person in crowd.came for parcel in person.parcels]
        fates = await asyncio.gather(*(parcel.accepted for parcel in parcels), return_exceptions=True)
        await asyncio.sleep(1)
        complaints = complaints_of(service.processes)
    undelivered = sum(isinstance(fate, NotDeliveredError) for fate in fates)
    judgements = [judge(person, expected) for person in crowd.came if person.parcels]
    return Outcome(rate, seconds, count, seed, judgements, watch, undelivered, complaints, late)


def main() -> int:
    """Measure, print, write the page where it is asked for; return 1 where a promise is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--page", type=Path, help="the page to write, such as docs/benchmarks/load.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ensure_model(ROOT / ".waylight")
        outcome = uvloop.run(
            measure(
                Path(folder),
                ROOT / ".waylight",
                rate=asked.rate,
                seconds=asked.seconds,
                count=asked.processes,
                seed=asked.seed,
                scripts=conversations(),
            )
        )
    print_table(outcome)
    if asked.page:
        write_page(outcome, asked.page)
    return int(any(figure.is_broken for figure in outcome.figures()))


if __name__ == "__main__":
    sys.exit(main())
