"""The output of the dialogue before rendering, and a rendered message."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Utterance:
    """The name of a response in the domain, its values, and choices that only this turn has.

    `choices` are (title, payload); a title is the name of a response ("utter_choice_no_place") or a value with its kind
    ("country:TH", "language:th").
    """

    response: str
    values: dict[str, Any] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """The text of one or more utterances, with choices as (label, payload)."""

    text: str
    choices: tuple[tuple[str, str], ...] = ()


Render = Callable[[Sequence[Utterance], str, str], list[RenderedMessage]]
"""(utterances, language of the catalogue, channel) -> messages."""
