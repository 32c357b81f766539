"""How well texts are understood that nobody trained on: `tests/nlu/<language>.yml` and `tests/nlu/danger/`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import yaml

Understand = Callable[[str], Mapping[str, Any]]
"""A text -> {"intent", "language", "danger", ...}, as `waylight understand` writes it."""

_ANSWERED_AS = (("danger", "in_danger"), ("selfharm", "self_harm"))
"""List in the file -> the intent that the dialogue answers it by."""


@dataclass(frozen=True, slots=True)
class Score:
    """Shares between 0 and 1 for one language.

    `danger_recall` is over texts of danger and self-harm, `false_alarms` over texts that
    only sound like it.
    """

    language: str
    texts: int
    intent_accuracy: float
    language_accuracy: float
    danger_recall: float
    false_alarms: float


def scores(understand: Understand, folder: Path) -> Iterator[Score]:
    """Yield the score of each language that has a test set in `folder`."""
    for path in sorted(folder.glob("*.yml")):
        examples = list(labelled(path))
        understood = [(understand(text), intent) for text, intent in examples]
        warnings = yaml.safe_load((folder / "danger" / path.name).read_text("utf-8"))
        yield Score(
            path.stem,
            len(examples),
            mean(said["intent"] == intent for said, intent in understood),
            mean(said["language"] == path.stem for said, _ in understood),
            mean(understand(text)["intent"] == intent for kind, intent in _ANSWERED_AS for text in warnings[kind]),
            mean(understand(text)["intent"] in dict(_ANSWERED_AS).values() for text in warnings["neither"]),
        )


def labelled(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (text, intent) of a file in Rasa's NLU format."""
    for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
        for line in block["examples"].splitlines():
            yield line.removeprefix("- ").strip(), block["intent"]
