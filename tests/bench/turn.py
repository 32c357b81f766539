"""Measure the CPU time of a turn: the engine alone, in this process, with the texts of the load test.

    python -m tests.bench.turn                 # one line per kind of turn
    python -m tests.bench.turn turn.prof       # and a profile for `python -m pstats turn.prof`

To compare two trees run both at once, since a busy machine slows both.
"""

import asyncio
import cProfile
import itertools
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from bot.core.message import InboundMessage, Pseudonym, UserText
from bot.core.settings import Settings
from bot.engine.engine import Engine
from bot.service import factories
from nlu.encoder.sentence_encoder import E5Encoder
from tests.resilience.load.conversations import conversations

TALKS = 96
"""Every kind of conversation in every language."""

_EMBEDDING = "turns with an embedding"
_SPARSE = "turns without one"


def main() -> None:
    """Measure and print."""
    settings = Settings()
    directory = factories.open_directory(settings)
    engine, _ = factories.create_engine(settings, directory, *factories.create_store(settings))
    asyncio.run(_turns(engine, TALKS // 10))  # loads what is loaded at first use
    taken = asyncio.run(_turns(engine, TALKS))
    if len(sys.argv) > 1:
        with _profiled(sys.argv[1]):
            asyncio.run(_turns(engine, TALKS))
    all_turns = taken[_EMBEDDING] + taken[_SPARSE]
    table = Table("", "turns", "mean ms", "median ms", "p95 ms")
    for name, times in (("all turns", all_turns), *taken.items()):
        figures = (statistics.mean(times), statistics.median(times), statistics.quantiles(times, n=20)[-1])
        table.add_row(name, str(len(times)), *(f"{1000 * figure:.1f}" for figure in figures))
    Console().print(table)


async def _turns(engine: Engine, talks: int) -> dict[str, list[float]]:
    """Return the CPU seconds of each turn, by whether an embedding was made."""
    taken: dict[str, list[float]] = {_EMBEDDING: [], _SPARSE: []}
    with patch.object(E5Encoder, "encode", autospec=True, side_effect=E5Encoder.encode) as encode:
        for number, talk in enumerate(itertools.islice(itertools.cycle(conversations()), talks)):
            for step in talk.steps:
                embedded, started = encode.call_count, time.process_time()
                text = UserText(str(step))
                await engine.answer(InboundMessage("sms", Pseudonym(f"bench-{talks}-{number}"), text=text))
                kind = _SPARSE if encode.call_count == embedded else _EMBEDDING
                taken[kind].append(time.process_time() - started)
    return taken


@contextmanager
def _profiled(path: str) -> Iterator[None]:
    profile = cProfile.Profile()
    with profile:
        yield
    profile.dump_stats(path)


if __name__ == "__main__":
    main()
