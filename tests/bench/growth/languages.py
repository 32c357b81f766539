"""The CPU time of a turn in each language."""

import itertools
from collections import defaultdict

from bot.engine.engine import Engine
from tests.bench.engine import turn_cpu
from tests.resilience.load.conversations import conversations

Costs = dict[str, list[float]]
"""Seconds of CPU of each turn, by language."""


async def by_language(engine: Engine, rounds: int) -> Costs:
    """Hold every kind of conversation in every language, the languages in turn."""
    costs: Costs = defaultdict(list)
    in_turn = sorted(conversations(), key=lambda talk: talk.name)  # by kind first
    for number, talk in itertools.product(range(rounds), in_turn):
        costs[talk.language] += [await turn_cpu(engine, f"{number} {talk.name}", step) for step in talk.steps]
    return dict(sorted(costs.items()))
