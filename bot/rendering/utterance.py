"""What the dialogue wants said, before there are words for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Utterance:
    """The name of a response in the domain, the values to put into it, and choices that only this turn has.

    `choices` are (title, payload); a title is a response's name ("utter_choice_no_place")
    or a value with its kind ("country:TH", "language:th").
    """

    response: str
    values: dict[str, Any] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance in words, with its choices as (label, payload)."""

    text: str
    choices: tuple[tuple[str, str], ...] = ()


Speak = Callable[[Sequence[Utterance], str, str], list[Spoken]]
"""(utterances, catalogue language, channel) -> words."""
