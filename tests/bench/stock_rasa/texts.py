"""The texts of the comparison: a few of ours, so that a neural network trains within the hour, and a public set."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from nlu.evaluation.dataset import Example, examples_under, sample_per_intent

ROOT = Path(__file__).parents[3]
PUBLIC = ROOT.parent / "shared" / "external" / "nlu" / "fb-mtod"
"""Facebook's multilingual task-oriented dialogues (Schuster and others, 2019), not part of this project."""

OF_EACH = 4
_TRAINED_PER_LANGUAGE = 300
_TESTED_PER_LANGUAGE = 1000


@dataclass(frozen=True, slots=True)
class Task:
    """The training and test examples; `name` is the task's name in the report."""

    name: str
    training: list[Example]
    unseen: list[Example]

    @property
    def fingerprint(self) -> str:
        """Return a short hash of all texts: results with the same hash are comparable."""
        return hashlib.blake2b(repr((self.training, self.unseen)).encode(), digest_size=6).hexdigest()

    def accuracy(self, predicted: Sequence[str]) -> dict[str, float]:
        """Return language -> the share of its unseen texts whose predicted intent is right."""
        languages = sorted({example.language for example in self.unseen})
        right = [
            (example.language, example.intent == prediction)
            for example, prediction in zip(self.unseen, predicted, strict=True)
        ]
        shares = {language: [hit for other, hit in right if other == language] for language in languages}
        return {language: round(sum(hits) / len(hits), 4) for language, hits in shares.items()}


def tasks() -> list[Task]:
    """Return the available tasks: ours, and the public one if its files exist."""
    return [_hotline_task(), *([_public_task()] if PUBLIC.exists() else [])]


def _hotline_task() -> Task:
    trained, unseen = examples_under(ROOT / "nlu" / "data"), examples_under(ROOT / "tests" / "nlu")
    tested = {each.intent for each in chain(*unseen.values())}  # younger intents have unseen texts of their own
    training = [each for each in chain(*trained.values()) if each.intent in tested]
    return Task("hotline", list(sample_per_intent(training, OF_EACH)), list(chain(*unseen.values())))


def _public_task() -> Task:
    """Return the public task. It has no English training texts here, so English is split from `eval`."""
    training, unseen = list[Example](), list[Example]()
    for language in ("en", "es", "th"):
        learnable = _lines(language, "train" if language != "en" else "eval")
        training += learnable[:_TRAINED_PER_LANGUAGE]
        askable = _lines(language, "test") if language != "en" else learnable[_TRAINED_PER_LANGUAGE:]
        known = {example.text for example in training}
        unseen += [example for example in askable if example.text not in known][:_TESTED_PER_LANGUAGE]
    return Task("fb-mtod", training, unseen)


def _lines(language: str, part: str) -> list[Example]:
    """Return the examples of a file of tab-separated intents and texts, shuffled by hash."""
    lines = (PUBLIC / f"{language}.{part}.tsv").read_text("utf-8").splitlines()
    pairs = dict.fromkeys(tuple(line.split("\t")[:2]) for line in lines)
    shuffled = sorted(pairs, key=lambda pair: hashlib.blake2b(repr(pair).encode()).digest())
    # Rasa reads a slash as a retrieval intent.
    return [Example(text, intent.replace("/", "_"), language) for intent, text in shuffled]
