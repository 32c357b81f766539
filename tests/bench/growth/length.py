"""The cost of a turn against the length of the conversation."""

import itertools
from collections.abc import Sequence
from statistics import mean, median

from bot.engine.engine import Engine
from tests.bench.engine import cost
from tests.resilience.load.conversations import conversations

CYCLE = 9
"""Messages that a person writes again and again."""
LENGTHS = (1, 5, 50, 500)
"""Turns. All but the first are so many cycles apart that the same messages are compared."""

Costs = dict[int, list[float]]
"""By the number of the turn: seconds of CPU a turn, the mean of one cycle; one for each script and round, in order."""


def scripts(languages: Sequence[str]) -> list[tuple[str | int, ...]]:
    """Return a cycle of messages for each kind of conversation in these languages."""
    return [talk.steps[:CYCLE] for talk in conversations() if talk.language in languages]


async def by_length(engine: Engine, texts: Sequence[Sequence[str | int]], lengths: Sequence[int], rounds: int) -> Costs:
    """Let people come to each length and go on for a cycle, in turn: what disturbs a machine disturbs all of them."""
    found: Costs = {length: [] for length in lengths}
    for number, script in itertools.product(range(rounds), texts):
        people = {length: _Person(engine, script, f"{number} {length} {script[0]}") for length in lengths}
        for length, person in people.items():
            for _ in range(length - 1):
                await person.writes()
        taken = [{length: await person.writes() for length, person in people.items()} for _ in range(CYCLE)]
        for length in lengths:
            found[length].append(mean(turn[length] for turn in taken))
    return found


def times(costs: Costs, long: int, short: int) -> float:
    """Return how many times more a turn costs at one length than at another; the median, each script with itself."""
    return median(more / less for more, less in zip(costs[long], costs[short], strict=True))


class _Person:
    """Somebody who writes a script over and over."""

    def __init__(self, engine: Engine, script: Sequence[str | int], name: str) -> None:
        self._engine = engine
        self._texts = itertools.cycle(script)
        self._name = name

    async def writes(self) -> float:
        return await cost(self._engine, self._name, next(self._texts))
