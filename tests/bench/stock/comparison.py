"""The same messages to each side in turn, several times, so that other load affects all sides alike."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from tests.bench.stock.clients import converse
from tests.bench.stock.sides import Side, Start, sides, starts
from tests.bench.stock_rasa.training import Trained
from tests.resilience.load.conversations import Conversation

WARM_UP = 16
"""Conversations before measuring, so that everything loaded at first use is loaded."""


@dataclass(frozen=True)
class Comparison:
    """The results of a run; `memory` is MB after all rounds, by side."""

    sides: Sequence[Side]
    starts: dict[str, Start]
    memory: dict[str, float]
    messages: int
    """Messages to one side in one round."""


async def compare(model: Trained, talks: Sequence[Conversation], rounds: int, restarts: int) -> Comparison:
    """Start both systems `restarts` times, then send the conversations to each side in turn, in `rounds` rounds."""
    with tempfile.TemporaryDirectory() as folder:
        started = await starts(model, Path(folder), talks[0], restarts)
        async with sides(model, Path(folder)) as running_sides:
            for side in running_sides:
                await converse(talks[:WARM_UP], side.newcomer)
            for number in range(rounds):
                for side in running_sides:
                    await _run_round(side, talks)
                    Console().print(f"round {number + 1}, {side.name}: {side.rounds[-1].rate:.1f} messages a second")
            memory = {side.name: side.used.memory_mb() for side in running_sides}
    return Comparison(running_sides, started, memory, sum(len(talk.steps) for talk in talks))


async def _run_round(side: Side, talks: Sequence[Conversation]) -> None:
    before = side.used.cpu()
    side.rounds.append(await converse(talks, side.newcomer))
    side.cpu += side.used.cpu() - before
