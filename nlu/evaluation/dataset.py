"""Texts with what they mean, from files in Rasa's NLU format.

Standard library and YAML only, since `tests/bench/stock_rasa` reads by it too, in another environment.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from nlu.text.yaml_files import read_yaml


class Example(NamedTuple):
    """A text, the intent that it was written for, and its BCP 47 language."""

    text: str
    intent: str
    language: str


def examples_in(path: Path) -> list[Example]:
    """Return the examples of a file in Rasa's NLU format, whose name is its language."""
    return [
        Example(line.removeprefix("- ").strip(), block["intent"], path.stem)
        for block in read_yaml(path)["nlu"]
        for line in block["examples"].splitlines()
        if line.strip()
    ]


def examples_under(folder: Path) -> dict[str, list[Example]]:
    """Return language -> the examples of its file in `folder`, languages in the order of the alphabet."""
    return {path.stem: examples_in(path) for path in sorted(folder.glob("*.yml"))}


def sample_per_intent(examples: Iterable[Example], most: int) -> Iterator[Example]:
    """Yield at most so many examples of an intent and language: those whose hashes come first, on every machine."""
    taken: Counter[tuple[str, str]] = Counter()
    for example in sorted(examples, key=lambda example: hashlib.blake2b(example.text.encode()).digest()):
        if taken[example.intent, example.language] < most:
            taken[example.intent, example.language] += 1
            yield example
