"""The cost of a turn in each language."""

import itertools
from collections import defaultdict

from bot.engine.engine import Engine
from tests.bench.engine import cost
from tests.resilience.load.conversations import conversations

Costs = dict[str, list[float]]
"""By the language: seconds of CPU of each turn."""


async def by_language(engine: Engine, rounds: int) -> Costs:
    """Have every kind of conversation in every language, the languages in turn."""
    found: Costs = defaultdict(list)
    in_turn = sorted(conversations(), key=lambda talk: talk.name)  # by the kind first
    for number, talk in itertools.product(range(rounds), in_turn):
        found[talk.language] += [await cost(engine, f"{number} {talk.name}", step) for step in talk.steps]
    return dict(sorted(found.items()))
