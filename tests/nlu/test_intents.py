"""How often the intent is understood, on texts that nothing was trained on."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from nlu.text.normalise import key
from tests.nlu.conftest import Understood, read_examples

ROOT = Path(__file__).parents[2]
LANGUAGES = ["en", "es", "th"]
INTENTS = 20

FLOORS = {"en": 0.91, "es": 0.84, "th": 0.81}
"""A little under today's accuracy (en 0.936, es 0.860, th 0.831). Raise them with the data, never lower them."""

TRAINED_ELSEWHERE = {"burmese", "hai phong", "reset"}
"""Test texts of one language that are training texts of another today. None may be added; the fewer the better."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_accuracy(understood: Callable[[str], Understood], language: str) -> None:
    """Accuracy stays where it was when the data were last worked on."""
    rows = understood(language)
    missed = [(text, meant, said["intent"]) for text, meant, said in rows if said["intent"] != meant]
    assert len(missed) <= (1 - FLOORS[language]) * len(rows), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_intent_is_forgotten(understood: Callable[[str], Understood], language: str) -> None:
    """Every intent is understood in at least half of its test texts."""
    rows = understood(language)
    meant = Counter(intent for _, intent, _ in rows)
    right = Counter(intent for _, intent, said in rows if said["intent"] == intent)
    assert len(meant) == INTENTS
    assert not {intent: right[intent] for intent in meant if right[intent] * 2 < meant[intent]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_to_learn_from(language: str) -> None:
    """Each of the 20 intents has at least 15 different examples."""
    counts = Counter(intent for _, intent in set(read_examples(ROOT / "nlu" / "data" / f"{language}.yml")))
    assert len(counts) == INTENTS
    assert min(counts.values()) >= 15, counts


def test_no_example_twice() -> None:
    """No text stands twice in the training data, in whatever spelling; least of all with two meanings."""
    seen: dict[str, str] = {}
    doubled = []
    for language in LANGUAGES:
        for text, intent in read_examples(ROOT / "nlu" / "data" / f"{language}.yml"):
            spelt = f"{language}:{text.casefold()}"
            doubled += [text] if spelt in seen else []
            seen[spelt] = intent
    assert not doubled


def test_no_test_text_was_trained() -> None:
    """A test text that was learnt by heart would test nothing."""
    trained = {
        key(text) for language in LANGUAGES for text, _ in read_examples(ROOT / "nlu" / "data" / f"{language}.yml")
    }
    tests = {
        key(text) for language in LANGUAGES for text, _ in read_examples(Path(__file__).parent / f"{language}.yml")
    }
    assert (trained & tests) - {""} == TRAINED_ELSEWHERE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_with_two_meanings(language: str) -> None:
    """No training text of a language is given to two intents."""
    meanings: dict[str, set[str]] = {}
    for text, intent in read_examples(ROOT / "nlu" / "data" / f"{language}.yml"):
        meanings.setdefault(text.casefold(), set()).add(intent)
    assert not {text: intents for text, intents in meanings.items() if len(intents) > 1}
