"""Conversations of ten messages in each language, from the unseen texts of tests/nlu."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.text.yaml_files import read_yaml

UNSEEN = Path(__file__).parents[2] / "nlu"

KINDS: dict[str, tuple[str | int, ...]] = {
    "a bed": ("find_shelter", "give_place", 1, 2, "ask_privacy", "ask_cost", "more_options", "thank", "ask_menu", 1),
    "a lawyer": (
        "greet", 1, "find_legal_help", "give_place", "more_options", "know_rights", 1, 1, "say_feeling", "thank",
    ),
    "a check": ("self_check", 2, 1, 1, 1, 1, 1, 1, 1, "talk_to_person"),
    "an offer": ("check_job_offer", 1, 1, 1, 1, 1, 1, 1, "ask_bot", "thank"),
    "danger": (
        "describe_exploitation", 1, "in_danger", "ask_what_to_say", "report_crime", "give_place", 1, "ask_privacy",
        "self_harm", "thank",
    ),
    "a doctor": (
        "find_medical_help", "give_place", 1, "find_counselling", "immigration_help", 1, "return_home", 1,
        "help_someone_else", "out_of_scope",
    ),
}  # fmt: skip
"""Intents whose texts are written, and numbers of choices: each is a whole conversation."""


@dataclass(frozen=True)
class Conversation:
    """What one person does, one step after the other: a text, or the number of a choice."""

    name: str
    language: str
    steps: tuple[str | int, ...]


def conversations() -> list[Conversation]:
    """Return every kind in every language."""
    return [
        Conversation(f"{kind}, {language}", language, tuple(_spoken(kind, texts)))
        for language, texts in sorted(_unseen())
        for kind in KINDS
    ]


def _spoken(kind: str, texts: dict[str, list[str]]) -> Iterator[str | int]:
    for number, step in enumerate(KINDS[kind]):
        yield step if isinstance(step, int) else texts[step][number % len(texts[step])]


def _unseen() -> Iterator[tuple[str, dict[str, list[str]]]]:
    for path in UNSEEN.glob("*.yml"):
        groups: list[dict[str, Any]] = read_yaml(path)["nlu"]
        texts: dict[str, list[str]] = {}
        for group in groups:
            lines = [line.removeprefix("- ") for line in group["examples"].splitlines()]
            texts.setdefault(group["intent"], []).extend(lines)
        yield path.stem, texts
