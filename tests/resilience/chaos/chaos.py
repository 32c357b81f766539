"""Sends messages to processes that are killed while they answer; run by `make bench PART=chaos`."""

import argparse
import asyncio
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import uvloop

from bot.engine.training import ensure_model
from tests.harness.delivery import NotDeliveredError
from tests.harness.fake_telegram.chats import Message
from tests.resilience.chaos.outcome import Outcome
from tests.resilience.chaos.process_pool import ProcessPool
from tests.resilience.chaos.report import print_table, write_page
from tests.resilience.chaos.virtual_users import VirtualUsers, distinctive
from tests.resilience.load.conversations import conversations
from tests.resilience.load.networks import Networks, running_networks
from tests.resilience.load.processes import Process
from tests.resilience.load.rehearsal import rehearse
from tests.resilience.load.service import shared_stores, webhook_is_set
from tests.resilience.load.verdict import judge
from tests.resilience.load.virtual_users import Population

ROOT = Path(__file__).parents[3]
BURST = 16
"""Messages that come at once."""
PAUSE = 2.0
"""Seconds between two bursts: duplicates that come later meet the next one."""
PATIENCE = 600.0
"""Seconds for which a message is brought again; on a busy machine a start takes long."""


@dataclass(frozen=True)
class Plan:
    """How much of what; `messages` is the least, more come until as many processes were killed as should be."""

    messages: int
    killed: float = 0.02
    doubled: float = 0.05
    processes: int = 3
    seed: int = 15
    languages: tuple[str, ...] = ("ar", "en", "es", "th")

    @property
    def kills(self) -> int:
        """How many processes are to be killed: many a message is answered before its kill."""
        return round(self.messages * self.killed)


async def send_in_bursts(crowd: VirtualUsers, pool: ProcessPool, plan: Plan) -> None:
    """Let all messages come, each burst to a pool that is whole: how long a start takes must not change the run.

    On a machine that answers faster than it is killed the run ends after twice as many.
    """
    sent = 0
    while sent < plan.messages or (len(pool.kills) < plan.kills and sent < 2 * plan.messages):
        crowd.write_burst(BURST)
        sent += BURST
        await asyncio.sleep(PAUSE)
        await pool.is_whole()


async def run_chaos(folder: Path, data_dir: Path, plan: Plan) -> Outcome:
    """Rehearse in quiet, then run_chaos, and judge."""
    lot = random.Random(plan.seed)  # noqa: S311  a run must be repeatable
    pool = ProcessPool(lot, killed=plan.killed, doubled=plan.doubled)
    with shared_stores(folder) as stores:
        async with running_networks(pool) as networks:
            settings = {**networks.settings, **stores, "WAYLIGHT_DATA_DIR": str(data_dir)}
            processes = [Process(f"service {n}", settings, folder / f"log{n}.txt") for n in range(plan.processes)]
            try:
                await pool.start(processes)
                await webhook_is_set(networks)
                return await _run(networks, pool, plan, lot)
            finally:
                pool.stop()


async def _run(networks: Networks, pool: ProcessPool, plan: Plan, lot: random.Random) -> Outcome:
    networks.telegram.give_up_after = networks.twilio.give_up_after = PATIENCE
    population = Population(networks)
    api, hears = networks.telegram.api, networks.telegram.api.on_message

    def said(message: Message) -> None:
        hears(message)
        pool.saw(message)

    api.on_message = said
    scripts = [script for script in conversations() if script.language in plan.languages]
    expected = await rehearse(population.newcomer, scripts)
    crowd = VirtualUsers(population, distinctive(expected, scripts), lot)
    loop = asyncio.get_running_loop()
    begun, pool.rages = loop.time(), True
    await send_in_bursts(crowd, pool, plan)
    parcels = [parcel for person in crowd.came for parcel in person.parcels]
    fates = await asyncio.gather(*(parcel.accepted for parcel in parcels), return_exceptions=True)
    minutes = (loop.time() - begun) / 60
    await pool.settled()
    await networks.twilio.wait_until_idle()
    return Outcome(
        plan.seed,
        pool,
        [judge(person, expected) for person in crowd.came],
        [p.id for p, fate in zip(parcels, fates, strict=True) if isinstance(fate, NotDeliveredError)],
        len(api.chats.edited()),
        pool.complaints(),
        minutes,
    )


def main() -> int:
    """Rage, print, write the page where it is asked for; return 1 where a promise is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--page", action="store_true", help="write docs/benchmarks/chaos.md")
    asked = parser.parse_args()
    ensure_model(ROOT / ".waylight")
    with tempfile.TemporaryDirectory() as folder:
        outcome = uvloop.run(run_chaos(Path(folder), ROOT / ".waylight", Plan(asked.messages, seed=asked.seed)))
    print_table(outcome)
    if asked.page:
        write_page(outcome, ROOT / "docs/benchmarks/chaos.md")
    return int(any(figure.is_broken for figure in outcome.figures()))


if __name__ == "__main__":
    sys.exit(main())
