"""`python -m tests.bench.growth`: measure, print, and write the page."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from bot.engine.training import ROOT
from tests.bench.growth.languages import by_language
from tests.bench.growth.length import LENGTHS, by_length, scripts
from tests.bench.growth.live import in_memory, in_redis
from tests.bench.growth.page import Growth, print_tables, write_page
from tests.bench.growth.records import recording_engine, records_of
from tests.resilience.load.conversations import conversations
from tests.resilience.load.stores import running_redis

IN_MEMORY = (10, 1_000, 10_000, 100_000, 1_000_000)
IN_REDIS = (10, 1_000, 10_000, 100_000)
LANGUAGES = ("en", "th")
"""Languages of the long conversations: one with spaces between words, one without."""


def main() -> int:
    """Measure; return 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--page", action="store_true", help="also write docs/benchmarks/growth.md and its plot")
    args = parser.parse_args()
    with recording_engine() as (engine, store):
        records = asyncio.run(records_of(engine, store, conversations()))
        lengths = asyncio.run(by_length(engine, scripts(LANGUAGES), LENGTHS, rounds=1))
        languages = asyncio.run(by_language(engine, rounds=3))
    with tempfile.TemporaryDirectory() as folder, running_redis(Path(folder)) as url:
        shared = in_redis(url, records, IN_REDIS)
    growth = Growth(lengths, in_memory(records, IN_MEMORY), shared, languages)
    print_tables(growth)
    if args.page:
        write_page(growth, ROOT / "docs" / "benchmarks" / "growth.md")
    return int(growth.is_broken)


if __name__ == "__main__":
    sys.exit(main())
