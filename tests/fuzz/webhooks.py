"""So many spoiled posts to both webhooks, over real HTTP, and what became of them; run by `make fuzz-webhooks`."""

import argparse
import asyncio
import gc
import logging
import random
import sys
import tempfile
import time
from typing import IO
from urllib.parse import urlsplit

import psutil
import uvloop

from bot.core.message import Answer
from bot.core.settings import Settings
from bot.privacy.encryption import Keys
from bot.privacy.logging import quiet, quiet_loop
from bot.service import factories
from bot.state.memory_store import InMemory
from tests.conftest import DATA_DIR
from tests.fuzz.line import EchoOrReal, line
from tests.fuzz.outcome import CLOSED, Outcome
from tests.fuzz.posts import post
from tests.fuzz.webhooks_page import print_outcome, write_page
from tests.harness.carriers.door import NotDeliveredError
from tests.harness.carriers.http_client import Wire

AT_ONCE = 32
REMEMBERED = 100
"""Records of one lifetime: the bound of the store is reached early, so that what grows after that is a leak."""
WARM = 500
"""Posts before which no look at the memory is worth anything."""
_MB = 2**20


async def bombard(many: int, seed: int, store: InMemory, real: Answer | None) -> Outcome:
    """Post so many, AT_ONCE side by side; the log is that of a service at its most talkative."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:  # in memory it would look like a leak
        _speak_into(log)
        outcome = await _bombard(many, seed, store, real)
        log.seek(0)
        outcome.log = log.read()
    return outcome


def _speak_into(log: IO[str]) -> None:
    quiet("DEBUG")
    for handler in logging.root.handlers:
        handler.setStream(log)  # type: ignore[attr-defined]


async def _bombard(many: int, seed: int, store: InMemory, real: Answer | None) -> Outcome:
    outcome, lot = Outcome(many, seed), random.Random(seed)  # noqa: S311  a run must be repeatable
    quiet_loop(asyncio.get_running_loop())
    answer = EchoOrReal(real, lot)
    left = iter(range(many))
    begun = time.monotonic()
    async with line(store, answer) as url:
        wire = Wire(urlsplit(url).port or 0)

        async def work() -> None:
            for number in left:
                await _one(wire, lot, outcome)
                if number == max(many // 10, WARM):
                    outcome.early = _memory()

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        wire.close()
        outcome.late = _memory()
    outcome.seconds, outcome.by_real = time.monotonic() - begun, answer.by_real
    return outcome


async def _one(wire: Wire, lot: random.Random, outcome: Outcome) -> None:
    made = post(lot)
    try:
        status = (await wire.ask("POST", made.path, made.body, made.headers, within=60)).status
    except NotDeliveredError:
        status = CLOSED
    outcome.statuses[made.network, status] += 1


def _memory() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss / _MB)


def main() -> int:
    """Post, print, write the page where it is asked for; return 1 where a promise is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--many", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--page", action="store_true", help="write docs/benchmarks/webhooks.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=DATA_DIR, database_url=f"sqlite:///{folder}/directory.sqlite3")
        keys = Keys.of_this_process()
        store = InMemory(keys, at_most=REMEMBERED)
        engine, _ = factories.make_engine(settings, factories.open_directory(settings), store, keys)
        outcome = uvloop.run(bombard(asked.many, asked.seed, store, engine.answer))
    print_outcome(outcome)
    if asked.page:
        write_page(outcome, DATA_DIR.parent / "docs/benchmarks/webhooks.md", REMEMBERED)
    return int(any(outcome.faults()))


if __name__ == "__main__":
    sys.exit(main())
