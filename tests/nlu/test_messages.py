"""How well whole messages are understood, on lists by writers who saw no training text, rule or code."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from bot.engine.standalone_parser import StandaloneParser
from nlu.evaluation.messages import ERRORS, FORMS, Hits, measure, share
from nlu.text.normalization import match_key
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import HERE, LANGUAGES
from tests.nlu.danger_datasets import trained

# What is reached over all texts of the sixteen languages, and of the twelve that have training texts of danger alone.
# An error (false alarms and the like) may not exceed its figure, all else must reach it. What is wanted, and what
# is missed, is in docs/understanding.md. Raise these with the data, never lower them.
MEAN_OF_SIXTEEN = {
    "recall": 0.95, "false_alarms": 0.11, "first_need": 0.79, "both_needs": 0.62, "person": 0.90, "country": 0.69,
    "aspect": 0.78, "taken_for_question": 0.12, "place": 0.79,
}  # fmt: skip
MEAN_OF_TWELVE = {"recall": 0.95, "false_alarms": 0.11, "place": 0.65}
LEAST_RECALL, LEAST_ASPECT = 0.85, 0.40
"""The worst of the sixteen languages."""

MEASURES = (
    "recall", "false_alarms", "first_need", "both_needs", "person", "country", "aspect", "taken_for_question", "place",
    "false_places",
)  # fmt: skip
# What each language must keep, in the order of `MEASURES`, two texts below
# what it reaches (of an error, one above). Raise it with the data, never lower it. A failure prints the figures.
# In November 2026 four were lowered by one text each (lo, my, vi: first_need; bn: both_needs), and the mean by one in
# a hundred, when the head of the intents was fitted anew with fourteen more: of unseen texts "somebody is coming" is
# found in 54%, no longer in 17%.
FLOORS: dict[str, tuple[float, ...]] = {
    "en": (0.875, 0.125, 0.775, 0.5, 0.875, 0.722, 0.75, 0.2, 0.75, 0.5),
    "th": (0.833, 0.062, 0.8, 0.688, 0.825, 0.5, 0.75, 0.2, 0.7, 0.667),
    "lo": (0.833, 0.125, 0.7, 0.312, 0.9, 0.641, 0.55, 0.2, 0.75, 0.333),
    "km": (0.833, 0.125, 0.75, 0.562, 0.825, 0.462, 0.35, 0.5, 0.85, 0.167),
    "my": (0.875, 0.25, 0.725, 0.25, 0.8, 0.676, 0.7, 0.3, 0.7, 0.333),
    "vi": (0.875, 0.25, 0.825, 0.75, 0.875, 0.737, 0.75, 0.4, 0.55, 0.5),
    "zh": (0.917, 0.062, 0.8, 0.438, 0.875, 0.692, 0.55, 0.1, 0.75, 0.333),
    "es": (0.917, 0.312, 0.625, 0.375, 0.9, 0.568, 0.85, 0.2, 0.7, 0.5),
    "fr": (0.917, 0.125, 0.775, 0.562, 0.9, 0.667, 0.75, 0.1, 0.55, 0.167),
    "pt": (0.917, 0.25, 0.6, 0.375, 0.8, 0.676, 0.7, 0.1, 0.65, 0.167),
    "ar": (0.833, 0.062, 0.725, 0.375, 0.825, 0.553, 0.8, 0.2, 0.85, 0.333),
    "ru": (0.917, 0.125, 0.85, 0.75, 0.875, 0.763, 0.85, 0.1, 0.7, 0.167),
    "hi": (0.917, 0.125, 0.8, 0.562, 0.85, 0.684, 0.75, 0.2, 0.65, 0.333),
    "bn": (0.917, 0.188, 0.825, 0.625, 0.925, 0.632, 0.8, 0.1, 0.7, 0.167),
    "id": (0.833, 0.188, 0.8, 0.562, 0.9, 0.816, 0.75, 0.1, 0.6, 0.667),
    "fil": (0.875, 0.25, 0.75, 0.438, 0.925, 0.632, 0.7, 0.2, 0.8, 0.5),
}

MEASURES_OF_OTHERS = ("recall", "false_alarms", "place", "false_places")
FLOORS_OF_OTHERS: dict[str, tuple[float, ...]] = {
    "ne": (0.875, 0.25, 0.6, 0.167),
    "ur": (0.917, 0.312, 0.5, 0.167),
    "fa": (0.875, 0.125, 0.6, 0.167),
    "uk": (0.917, 0.188, 0.75, 0.5),
    "ro": (0.875, 0.188, 0.6, 0.333),
    "tr": (0.875, 0.125, 0.8, 0.5),
    "sw": (0.917, 0.062, 0.7, 0.167),
    "am": (0.917, 0.125, 0.4, 0.167),
    "de": (0.917, 0.25, 0.55, 0.5),
    "it": (0.792, 0.067, 0.6, 0.333),  # one of 15 texts, since one of 16 was a training text
    "ja": (0.917, 0.062, 0.65, 0.5),
    "ko": (0.917, 0.062, 0.55, 0.167),
}

LISTS = HERE / "messages"
COUNTS = {"messages": 40, "dangers": 40, "questions": 30, "places": 26}
COUNTS_OF_OTHERS = {"messages": 0, "dangers": 40, "questions": 0, "places": 26}
FEWER = {"zh": {"questions": 29}, "it": {"dangers": 39}}
"""Two texts less: they turned out to be training texts."""
LEARNT_BY_HEART = 2
"""Texts of a language, of 136, that are training texts too: a short need can be said in few ways. None may be added."""

Measured = Callable[[str], Hits]


def read_lists(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the lists of a file."""
    found: dict[str, list[dict[str, Any]]] = read_yaml(path)
    return found


@pytest.fixture(scope="module")
def measured(understanding: StandaloneParser) -> Measured:
    """Return a function that measures a language once."""

    @cache
    def of_language(language: str) -> Hits:
        return measure(understanding.parse, read_lists(LISTS / f"{language}.yml"))

    return of_language


def figures(hits: Hits) -> dict[str, float]:
    """Return each measure as a share; of an error, the share of errors."""
    found = {name: share(getattr(hits, name)) for name in MEASURES if name != "recall"}
    found["recall"] = share(hits.all_recall)
    return {name: round(value, 3) for name, value in found.items() if value is not None}


def below(found: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Return the figures that are worse than asked for, each with what is asked for."""
    return {
        name: (found[name], floor)
        for name, floor in floors.items()
        if (found[name] > floor if name in ERRORS else found[name] < floor)
    }


def misses(hits: Hits, names: Iterable[str]) -> str:
    """Return the misunderstood texts of these measures, one a line."""
    wanted = {form for name in names for form in (FORMS if name == "recall" else (name,))}
    told = [check for check in hits.misses if check.measure in wanted]
    return "\n".join(f"{each.measure}: {each.expected} not {each.found}: {each.text}" for each in told)


def assert_floors(hits: Hits, floors: Mapping[str, float]) -> None:
    """Check each figure; a failure tells all figures, and the texts behind the bad ones."""
    found = figures(hits)
    bad = below(found, floors)
    assert not bad, f"{bad}\nof {found}\n{misses(hits, bad)}"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_language(measured: Measured, language: str) -> None:
    """No language falls below its recorded figures, nor below the least that is asked for."""
    floors = dict(zip(MEASURES, FLOORS[language], strict=True))
    floors["recall"], floors["aspect"] = max(floors["recall"], LEAST_RECALL), max(floors["aspect"], LEAST_ASPECT)
    assert_floors(measured(language), floors)


@pytest.mark.slow
def test_sixteen_languages(measured: Measured) -> None:
    """Over the texts of the sixteen languages each figure reaches what issue 17 asks for."""
    assert_floors(Hits.together([measured(language) for language in LANGUAGES]), MEAN_OF_SIXTEEN)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_danger_is_found_in_each_form(measured: Measured, form: str) -> None:
    """Danger is found as surely before, behind and among ordinary sentences as alone."""
    hits = Hits.together([measured(language) for language in LANGUAGES])
    assert mean(hits.recall[form]) >= LEAST_RECALL, misses(hits, [form])


@pytest.mark.slow
@pytest.mark.parametrize("language", FLOORS_OF_OTHERS)
def test_other_language(measured: Measured, language: str) -> None:
    """A language that has training texts of danger alone keeps its recorded figures too."""
    assert_floors(measured(language), dict(zip(MEASURES_OF_OTHERS, FLOORS_OF_OTHERS[language], strict=True)))


@pytest.mark.slow
def test_twelve_languages(measured: Measured) -> None:
    """So do the twelve together."""
    assert_floors(Hits.together([measured(language) for language in FLOORS_OF_OTHERS]), MEAN_OF_TWELVE)


def test_lists_are_complete() -> None:
    """Each language has as many texts as were written, so that none is left out because it is hard."""
    counted = {
        path.stem: {name: len(cases) for name, cases in read_lists(path).items()} for path in LISTS.glob("*.yml")
    }
    expected = {**dict.fromkeys(FLOORS, COUNTS), **dict.fromkeys(FLOORS_OF_OTHERS, COUNTS_OF_OTHERS)}
    assert counted == {language: counts | FEWER.get(language, {}) for language, counts in expected.items()}


def test_test_texts_are_not_trained() -> None:
    """Hardly a test text is a training text in any spelling, which would make the test meaningless."""
    for language in (*FLOORS, *FLOORS_OF_OTHERS):
        texts = [case["text"] for cases in read_lists(LISTS / f"{language}.yml").values() for case in cases]
        learnt = [text for text in texts if match_key(text) in trained(language)]
        assert len(learnt) <= LEARNT_BY_HEART, (language, learnt)
