"""The texts that the encoder and its heads are trained on."""

import random
from collections import Counter

from nlu.evaluation.dataset import examples_in
from nlu.reading.examples import (
    NLU,
    Example,
    hash_of,
    intent_examples,
    is_held_out,
    own_examples,
    paired,
    rights_examples,
    surrounded,
    turn_examples,
)

_TEXTS_OF_AN_INTENT, _FACTORS = 45, {"out_of_scope": 3, "someone_watching": 5}
"""Texts of an intent in a language; the intent of everything else needs more, and so does one whose miss betrays."""
_SURROUNDED = {"danger": 0.6, "data": 0.12, "limit": 0.3, "question": 0.0}
"""Share of the single texts of each source that are trained once more among ordinary sentences."""


def plain_examples() -> list[Example]:
    """Return a share of the intents' texts, and all others that are not held out."""
    taken: Counter[tuple[str, str]] = Counter()
    found = []
    texts = [each for path in sorted((NLU / "data").glob("*.yml")) for each in examples_in(path)]
    for example in sorted(intent_examples(texts), key=hash_of):
        intent = example.whole.intent or ""
        taken[example.language, intent] += 1
        if taken[example.language, intent] <= _TEXTS_OF_AN_INTENT * _FACTORS.get(intent, 1):
            found.append(example)
    others = (*own_examples(), *turn_examples(), *rights_examples())
    return [*found, *(example for example in others if not is_held_out(example))]


def training_examples(chance: random.Random) -> list[Example]:
    """Return the plain examples, and some of them among ordinary sentences and in pairs."""
    singles = plain_examples()
    more = [each for each in singles if chance.random() < _SURROUNDED.get(each.source, 0.0)]
    needs = [each for each in singles if each.source == "data" and each.whole.needs]
    return [*singles, *surrounded(more, chance), *paired(chance.sample(needs, len(needs) // 2), chance)]
