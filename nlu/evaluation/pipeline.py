"""Evaluate the whole pipeline on unseen texts."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any, Protocol

from nlu.evaluation.dataset import Example, examples_in
from nlu.text.places.finder import find_place
from nlu.text.yaml_files import read_yaml

FALLBACK_INTENT = "nlu_fallback"
"""Rasa's intent of a text with too little confidence."""

POSSIBLE_DANGER_INTENT = "possible_danger"
"""The intent of a text that may tell of a danger: the bot gives the emergency number and asks."""

_DANGER_INTENTS = (("danger", "in_danger"), ("selfharm", "self_harm"))
"""List in the file -> the intent of the dialogue."""


class Understand(Protocol):
    """Understands a text as `waylight understand` does; `named` services have just been named."""

    def __call__(self, text: str, *, named: int = 0) -> Mapping[str, Any]:
        """Return {"intent", "confidence", "ranking", "language", ...}."""
        ...


def timed(understand: Understand, text: str) -> tuple[Mapping[str, Any], float]:
    """Return what is understood of a text, and the milliseconds of this process's CPU that it took."""
    started = time.process_time()
    result = understand(text)
    return result, (time.process_time() - started) * 1000


@dataclass(frozen=True, slots=True)
class Prediction:
    """The parse result of an example, and its CPU time in this process."""

    example: Example
    result: Mapping[str, Any]
    milliseconds: float

    @property
    def is_right(self) -> bool:
        """Return whether the intent is correct; the fallback never is."""
        return bool(self.result["intent"] == self.example.intent)

    @property
    def has_ranking(self) -> bool:
        """Return whether intents were ranked: danger, a typed choice or a bare place set the intent directly."""
        return len(self.result["ranking"]) > 1

    @property
    def likeliest(self) -> tuple[str, float]:
        """Return the likeliest intent and its probability, even if that is below the threshold."""
        first = next(entry for entry in self.result["ranking"] if entry["intent"] != FALLBACK_INTENT)
        return first["intent"], first["confidence"]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares between 0 and 1 for one language.

    `danger_recall` is on texts of danger and self-harm, `false_alarms` on texts that only sound like it, `places` on
    texts with and without a place; `milliseconds` is the median CPU time of a text.
    """

    language: str
    texts: int
    intent: float
    not_understood: float
    language_right: float
    danger_recall: float
    false_alarms: float
    places: float
    milliseconds: float


def predict(understand: Understand, examples: Iterable[Example]) -> Iterator[Prediction]:
    """Yield the prediction of `understand` for each example."""
    for example in examples:
        yield Prediction(example, *timed(understand, example.text))


def score(understand: Understand, folder: Path, language: str) -> tuple[Score, list[Prediction]]:
    """Return the score of a language on its files in `folder` and its subfolders, and the predictions."""
    given = list(predict(understand, examples_in(folder / f"{language}.yml")))
    warnings = read_yaml(folder / "danger" / f"{language}.yml")
    return Score(
        language,
        len(given),
        mean(answer.is_right for answer in given),
        mean(answer.result["intent"] == FALLBACK_INTENT for answer in given),
        mean(answer.result["language"] == language for answer in given),
        mean(understand(text)["intent"] == intent for kind, intent in _DANGER_INTENTS for text in warnings[kind]),
        mean(understand(text)["intent"] in dict(_DANGER_INTENTS).values() for text in warnings["neither"]),
        mean(_place_hits(read_yaml(folder / "places" / f"{language}.yml"))),
        median(answer.milliseconds for answer in given),
    ), given


def _place_hits(texts: Mapping[str, Any]) -> Iterator[bool]:
    """Yield whether each text has its expected country and region, or none."""
    for case in texts["told"]:
        place = find_place(case["text"], is_answer=case.get("asked", False))
        yield place is not None and (place.country, place.region) == (case["country"], case["region"])
    for text in texts["none"]:
        yield find_place(text) is None
