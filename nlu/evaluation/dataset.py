"""Labelled texts from files in Rasa's NLU format.

Only the standard library and YAML, since `tests/bench/stock_rasa` also uses it, in another environment.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from nlu.text.yaml_files import read_yaml


class Example(NamedTuple):
    """A text, its intent, and its BCP 47 language."""

    text: str
    intent: str
    language: str


def examples_in(path: Path) -> list[Example]:
    """Return the examples of a file in Rasa's NLU format; the file name is the language."""
    return [
        Example(line.removeprefix("- ").strip(), block["intent"], path.stem)
        for block in read_yaml(path)["nlu"]
        for line in block["examples"].splitlines()
        if line.strip()
    ]


def examples_under(folder: Path) -> dict[str, list[Example]]:
    """Return language -> examples of its file in `folder`, sorted by language."""
    return {path.stem: examples_in(path) for path in sorted(folder.glob("*.yml"))}


def sample_per_intent(examples: Iterable[Example], most: int) -> Iterator[Example]:
    """Yield at most `most` examples per intent and language, selected by hash, so that they are always the same."""
    taken: Counter[tuple[str, str]] = Counter()
    for example in sorted(examples, key=lambda example: hashlib.blake2b(example.text.encode()).digest()):
        if taken[example.intent, example.language] < most:
            taken[example.intent, example.language] += 1
            yield example
