"""The page of everything that was misunderstood, docs/understanding/misses.md."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nlu.evaluation.messages import FORMS, Hits
from nlu.evaluation.pipeline import Prediction

_INTRODUCTION = """# What is misunderstood

Every unseen text that the present model gets wrong, in its own words, behind what it tells and what was understood
instead. `waylight nlu evaluate --report` writes this page; [understanding.md](../understanding.md) has the shares.
"""

_TITLES = {
    **{form: f"Danger or self-harm not found: {form}" for form in FORMS},
    "false_alarms": "Harmless, but taken for danger or self-harm",
    "suspected_wrongly": "Harmless, but suspected of danger",
    "kind": "Danger of another kind",
    "danger_of": "Danger of somebody else, or of the writer",
    "first_need": "Messages: another need first",
    "both_needs": "Messages: one of two needs missing",
    "not_wanted": "Messages: what is not wanted",
    "person": "Messages: who it is about",
    "age": "Messages: age",
    "country": "Messages: country",
    "aspect": "Questions on services that were named",
    "taken_for_question": "Taken for a question on a service",
    "place": "Places",
    "false_places": "Places found where none is told",
}
"""Measure -> heading."""

_SYNTAX, _ESCAPED = re.compile(r"([\\`*_\[\]<>|#])"), r"\\\1"


def misses_page(hits: Mapping[str, Hits], sentences: Sequence[Prediction]) -> str:
    """Return the page: first what was wrong in messages, then the single sentences with a wrong intent."""
    parts = [_INTRODUCTION]
    for measure, title in _TITLES.items():
        lines = list(_lines(measure, hits))
        if lines:
            parts.append(f"## {title}\n\n" + "".join(lines))
    lines = [
        _line(example.language, example.intent, result["intent"], example.text)
        for example, result in ((answer.example, answer.result) for answer in sentences if not answer.is_right)
    ]
    parts.append("## Single sentences with another intent\n\n" + "".join(lines))
    return "\n".join(parts)


def _lines(measure: str, hits: Mapping[str, Hits]) -> Iterator[str]:
    for language, each in hits.items():
        for check in each.misses:
            if check.measure == measure:
                yield _line(language, check.expected, check.found, check.text)


def _line(language: str, expected: Any, found: Any, text: str) -> str:
    line = f"{_name(expected)} → {_name(found)}: {' '.join(text.split())}"
    return f"- **{language}**, {_SYNTAX.sub(_ESCAPED, line)}\n"


def _name(value: Any) -> str:
    """Return a value in words: a list joined, None as "nothing"."""
    if isinstance(value, list):
        return " + ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)
