"""The CPU time of a turn by the length of the conversation."""

import itertools
from collections.abc import Sequence
from statistics import mean, median

from bot.engine.engine import Engine
from tests.bench.engine import turn_cpu
from tests.resilience.load.conversations import conversations

CYCLE = 9
"""The messages of a script that repeats."""
LENGTHS = (1, 5, 50, 500)
"""Turns. All but the first are whole cycles apart, so that the same messages are compared."""

Costs = dict[int, list[float]]
"""Seconds of CPU by turn number: the mean of one cycle, one entry per script and round, in order."""


def scripts(languages: Sequence[str]) -> list[tuple[str | int, ...]]:
    """Return a cycle of messages for each kind of conversation in these languages."""
    return [talk.steps[:CYCLE] for talk in conversations() if talk.language in languages]


async def by_length(engine: Engine, texts: Sequence[Sequence[str | int]], lengths: Sequence[int], rounds: int) -> Costs:
    """Measure users at each length for one cycle, in turn, so that other load affects all lengths alike."""
    costs: Costs = {length: [] for length in lengths}
    for number, script in itertools.product(range(rounds), texts):
        users = {length: _Person(engine, script, f"{number} {length} {script[0]}") for length in lengths}
        for length, user in users.items():
            for _ in range(length - 1):
                await user.send_next()
        taken = [{length: await user.send_next() for length, user in users.items()} for _ in range(CYCLE)]
        for length in lengths:
            costs[length].append(mean(turn[length] for turn in taken))
    return costs


def times(costs: Costs, long: int, short: int) -> float:
    """Return how many times more a turn costs at one length than at another: the median over scripts."""
    return median(more / less for more, less in zip(costs[long], costs[short], strict=True))


class _Person:
    """A user who repeats a script."""

    def __init__(self, engine: Engine, script: Sequence[str | int], name: str) -> None:
        self._engine = engine
        self._texts = itertools.cycle(script)
        self._name = name

    async def send_next(self) -> float:
        return await turn_cpu(self._engine, self._name, next(self._texts))
