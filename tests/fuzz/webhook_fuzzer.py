"""Post many mutated requests to both webhooks over real HTTP, and report the outcome: `make bench PART=webhooks`."""

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

from bot.core.message import MessageHandler
from bot.core.settings import Settings
from bot.privacy.encryption import Keys
from bot.privacy.logging import configure_logging, install_loop_exception_handler
from bot.service import factories
from bot.state.memory_store import MemoryStore
from tests.conftest import DATA_DIR
from tests.fuzz.channel_server import SamplingEngine, run_channels
from tests.fuzz.posts import make_post
from tests.fuzz.report import CLOSED, Outcome, print_outcome, write_page
from tests.harness.delivery import NotDeliveredError
from tests.harness.http_client import HttpClient

CONCURRENCY = 32
STORED_RECORDS = 100
"""Limit of the store for each lifetime of records. It is reached early, so that growth after that is a leak."""
WARM_UP = 500
"""Posts before the first measurement of memory."""
_MB = 2**20


async def fuzz_webhooks(many: int, seed: int, store: MemoryStore, real: MessageHandler | None) -> Outcome:
    """Send `many` posts, CONCURRENCY at a time; the log is at DEBUG, which is the most verbose."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:  # in memory it would look like a leak
        _log_to(log)
        outcome = await _post_all(many, seed, store, real)
        log.seek(0)
        outcome.log = log.read()
    return outcome


def _log_to(log: IO[str]) -> None:
    configure_logging("DEBUG")
    for handler in logging.root.handlers:
        vars(handler)["_target"].setStream(log)


async def _post_all(many: int, seed: int, store: MemoryStore, real: MessageHandler | None) -> Outcome:
    outcome, rng = Outcome(many, seed), random.Random(seed)  # noqa: S311  a run must be repeatable
    install_loop_exception_handler(asyncio.get_running_loop())
    engine = SamplingEngine(real, rng)
    numbers = iter(range(many))
    started = time.monotonic()
    async with run_channels(store, engine) as url:
        client = HttpClient(urlsplit(url).port or 0)

        async def work() -> None:
            for number in numbers:
                await _send(client, rng, outcome)
                if number == max(many // 10, WARM_UP):
                    outcome.early_memory = _memory_in_mb()

        await asyncio.gather(*(work() for _ in range(CONCURRENCY)))
        client.close()
        outcome.late_memory = _memory_in_mb()
    outcome.seconds, outcome.real_count = time.monotonic() - started, engine.real_count
    return outcome


async def _send(client: HttpClient, rng: random.Random, outcome: Outcome) -> None:
    post = make_post(rng)
    try:
        status = (await client.request("POST", post.path, post.body, post.headers, within=60)).status
    except NotDeliveredError:
        status = CLOSED
    outcome.statuses[post.network, status] += 1


def _memory_in_mb() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss / _MB)


def main() -> int:
    """Send the posts, print the outcome and optionally write the report; return 1 if there are errors."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--many", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--page", action="store_true", help="write docs/benchmarks/webhooks.md")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=DATA_DIR, database_url=f"sqlite:///{folder}/directory.sqlite3")
        keys = Keys.ephemeral()
        store = MemoryStore(keys, max_records=STORED_RECORDS)
        engine, _ = factories.create_engine(settings, factories.open_directory(settings), store, keys)
        outcome = uvloop.run(fuzz_webhooks(args.many, args.seed, store, engine.answer))
    print_outcome(outcome)
    if args.page:
        write_page(outcome, DATA_DIR.parent / "docs/benchmarks/webhooks.md", STORED_RECORDS)
    return int(any(outcome.errors()))


if __name__ == "__main__":
    sys.exit(main())
