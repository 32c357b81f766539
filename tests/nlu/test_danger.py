"""Danger and self-harm: hardly ever missed, and what false alarms that costs."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import pytest

from bot.engine.standalone_parser import StandaloneParser
from nlu.reading.schema import DangerKind, Person
from nlu.text.danger_phrases import Danger
from nlu.text.normalization import match_key
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import HERE, LANGUAGES, read_examples
from tests.nlu.danger_datasets import TESTS, TRAINED, Lists, read_lists, unseen

RECALL, FALSE_ALARMS = 0.95, 0.05
"""What issue 4 asks for, as means of the languages (today 0.953 and 0.047)."""

LEAST_RECALL, MOST_FALSE_ALARMS = 0.75, 0.20
"""What no language may pass (today zh 0.79; id and vi 0.15, three of twenty texts written to deceive)."""

LEARNT_BY_HEART = 3
"""Test texts of danger in a language that are training texts too: the shortest ways to say it are few. They are not
counted. None may be added."""

WRITTEN_TWICE = {match_key("อยากหลับไปแล้วไม่ต้องตื่นอีกเลย")}
"""A test text that a writer of training texts, who has not seen it, wrote too. Do not add any."""

FEWEST_TEXTS = 80
"""Training texts of each kind in a language."""


class Alarms(NamedTuple):
    """What was made of the texts of a language that nothing was trained on."""

    told: int
    missed: list[str]
    harmless: int
    alarmed: list[str]

    @property
    def recall(self) -> float:
        """Share of the dangers that were found."""
        return 1 - len(self.missed) / self.told

    @property
    def false_alarms(self) -> float:
        """Share of what only sounds like danger that was taken for it."""
        return len(self.alarmed) / self.harmless


@pytest.fixture(scope="module")
def alarms(understanding: StandaloneParser) -> Callable[[str], Alarms]:
    """Return a function that reads the test texts of a language once."""

    @cache
    def parse(language: str) -> Alarms:
        told, harmless = unseen(language, *Danger), unseen(language, "neither")
        return Alarms(
            len(told),
            [text for text in told if understanding.parse(text)["danger"] is None],
            len(harmless),
            [text for text in harmless if understanding.parse(text)["danger"]],
        )

    return parse


@pytest.mark.parametrize("language", LANGUAGES)
def test_detects_danger(alarms: Callable[[str], Alarms], language: str) -> None:
    """In no language is much missed, nor are many alarmed for nothing."""
    found = alarms(language)
    assert found.recall >= LEAST_RECALL, found.missed
    assert found.false_alarms <= MOST_FALSE_ALARMS, found.alarmed


def test_detects_danger_in_all_languages(alarms: Callable[[str], Alarms]) -> None:
    """Of all dangers one in twenty is missed at most, for false alarms of one in twenty at most."""
    assert mean(alarms(language).recall for language in LANGUAGES) >= RECALL
    assert mean(alarms(language).false_alarms for language in LANGUAGES) <= FALSE_ALARMS


def texts_by_kind(path: Path) -> Lists:
    """Return the training texts of a language as written; those whose kind is told are dangers."""
    lists = read_yaml(path)
    kinds = [text for people in lists["kinds"].values() for texts in people.values() for text in texts]
    return {kind: lists[kind] + (kinds if kind == Danger.DANGER else []) for kind in (*Danger, "neither")}


def spelt(texts: list[str]) -> list[str]:
    """Return training texts in one spelling, without marks."""
    return [match_key(text.replace("[[", "").replace("]]", "")) for text in texts]


TRAINING_FILES = sorted(TRAINED.glob("*.yml"))


def test_trained_languages() -> None:
    """The supported languages have training texts of danger, and twelve more."""
    assert {path.stem for path in TRAINING_FILES} >= set(LANGUAGES)
    assert len(TRAINING_FILES) == 28


def test_enough_training_texts() -> None:
    """In `nlu/danger` each language has all lists and kinds, without duplicates or contradictions."""
    kinds: dict[str, str] = {}
    for path in TRAINING_FILES:
        lists = read_yaml(path)
        assert list(lists) == [*Danger, "neither", "kinds"]
        assert {(kind, tuple(people)) for kind, people in lists["kinds"].items()} == {
            (kind, tuple(Person)) for kind in DangerKind
        }
        told = {kind: spelt(texts) for kind, texts in texts_by_kind(path).items()}
        together = [text for texts in told.values() for text in texts]
        assert len(together) == len(set(together)), path.stem
        for kind, texts in told.items():
            assert len(texts) >= FEWEST_TEXTS, (path.stem, kind)
            assert [text for text in texts if kinds.setdefault(text, kind) != kind] == [], path.stem


@pytest.mark.parametrize("path", TRAINING_FILES, ids=[path.stem for path in TRAINING_FILES])
def test_marks_are_paired(path: Path) -> None:
    """Each mark that begins the clause of a danger is closed, with words inside, and not nested."""
    for text in (text for texts in texts_by_kind(path).values() for text in texts):
        parts = re.split(r"(\[\[|\]\])", text)
        assert parts[1::2] == ["[[", "]]"] * (len(parts) // 4), text
        assert all(inside.strip() for inside in parts[2::4]), text


def test_test_texts_are_not_trained() -> None:
    """Test texts are not training texts in any spelling or language, which would make the test meaningless."""
    own = {text for path in TRAINING_FILES for texts in texts_by_kind(path).values() for text in spelt(texts)}
    dangers = {match_key(text) for path in TESTS.glob("*.yml") for texts in read_lists(path).values() for text in texts}
    intents = {match_key(text) for language in LANGUAGES for text, _ in read_examples(HERE / f"{language}.yml")}
    assert dangers & own <= WRITTEN_TWICE
    assert dangers & intents == set()
    assert intents & own <= WRITTEN_TWICE
    for language in LANGUAGES:
        learnt = {text for texts in read_lists(TESTS / f"{language}.yml").values() for text in texts}
        learnt -= set(unseen(language, *Danger, "neither"))
        assert len(learnt) <= LEARNT_BY_HEART, learnt
