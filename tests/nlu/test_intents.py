"""How often the intent is understood, on texts that nothing was trained on."""

from collections import Counter
from collections.abc import Callable
from statistics import mean

import pytest

from bot.engine.processor import TurnProcessor
from bot.engine.standalone_parser import StandaloneParser
from locales import registry
from nlu.text.normalization import match_key
from tests.nlu.conftest import DATA, HERE, LANGUAGES, Understood, read_examples

FLOORS = {
    "ar": 0.885, "bn": 0.9, "en": 0.9, "es": 0.92, "fil": 0.885, "fr": 0.875, "hi": 0.895, "id": 0.915,
    "km": 0.895, "lo": 0.915, "my": 0.905, "pt": 0.905, "ru": 0.9, "th": 0.9, "vi": 0.91, "zh": 0.905,
}  # fmt: skip
"""Two or three texts under the accuracy. Seven were lowered by two or three texts each, most of which are now taken
for danger now: that is the price of finding it in longer messages. Four (id, lo, pt, vi) were lowered by a text each
when fourteen intents were added. Raise them with the data."""

MEAN, LEAST = 0.91, 0.85
"""The mean of the languages, and each of them."""

OTHERS = sorted(path.stem for path in (HERE / "others").glob("*.yml"))
MEAN_OF_OTHERS, LEAST_OF_OTHERS = 0.79, 0.65
"""The same in languages without a training text of an intent (today 0.799, the least de and ko 0.72; 0.862 before the
encoder was adapted)."""

LEAST_OF_YOUNGER = {"someone_watching": 0.45, "watcher_gone": 0.2, "prying": 0.2, "advice": 0.13}
"""Of texts that other people wrote than the training texts (someone_watching: 0.17 before there were any of theirs).
Raise them with the data."""

DANGER_INTENTS, YOUNGER_INTENTS, TEXTS_OF_EACH = 40, 14, 4
"""Intents that can be said in words, and the fewest test texts of one in a language."""
FEWEST, FEWEST_OUT_OF_SCOPE = 20, 60
"""Examples of an intent in a language, and of everything else."""

IN_A_KINDRED_LANGUAGE = 2
"""Test texts of an untrained language that are training texts of its kin: greetings are the same in both."""


SAME_ANSWER = {
    ("immigration_help", "ask_by_name"), ("immigration_help", "know_rights"), ("self_check", "know_rights"),
    ("ask_bot", "prying"), ("prying", "ask_bot"),
}  # fmt: skip
"""(meant, understood): an embassy is looked up by name, "is that legal?" is a question about rights, and whoever asks
who this is gets the same answer as long as nothing was told."""


def accuracy(rows: Understood) -> float:
    """Return the share of texts whose intent is understood."""
    return mean(is_understood(meant, said["intent"]) for _, meant, said in rows)


def is_understood(meant: str, intent: str) -> bool:
    """Return whether a text is answered as it was meant."""
    return intent == meant or (meant, intent) in SAME_ANSWER


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_accuracy(understood: Callable[[str], Understood], language: str) -> None:
    """Accuracy does not fall below its recorded value."""
    rows = understood(language)
    missed = [(text, meant, said["intent"]) for text, meant, said in rows if not is_understood(meant, said["intent"])]
    assert len(rows) >= TEXTS_OF_EACH * DANGER_INTENTS
    assert accuracy(rows) >= max(FLOORS[language], LEAST), missed


@pytest.mark.slow
def test_overall_accuracy(understood: Callable[[str], Understood]) -> None:
    """So does the mean of all languages."""
    assert mean(accuracy(understood(language)) for language in LANGUAGES) >= MEAN


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_few_false_alarms(understood: Callable[[str], Understood], language: str) -> None:
    """Of the test texts with other intents at most one in twenty is taken for danger."""
    ordinary = [(text, said) for text, meant, said in understood(language) if meant not in {"in_danger", "self_harm"}]
    alarmed = [text for text, said in ordinary if said["danger"]]
    assert len(alarmed) <= 0.05 * len(ordinary), alarmed


@pytest.mark.slow
def test_untrained_languages(understood: Callable[[str], Understood]) -> None:
    """Twelve languages without any training text are understood by the embedding alone."""
    shares = {language: accuracy(understood(f"others/{language}")) for language in OTHERS}
    assert len(shares) == 12
    assert not shares.keys() & set(LANGUAGES)
    assert mean(shares.values()) >= MEAN_OF_OTHERS, shares
    assert min(shares.values()) >= LEAST_OF_OTHERS, shares


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_texts(understood: Callable[[str], Understood], language: str) -> None:
    """Every intent is recognized in a third of its test texts if there are more than four."""
    rows = understood(language)
    meant = Counter(intent for _, intent, _ in rows)
    right = Counter(intent for _, intent, said in rows if said["intent"] == intent)
    assert len(meant) == DANGER_INTENTS
    assert min(meant.values()) >= TEXTS_OF_EACH
    least = {intent: texts // 3 if texts > TEXTS_OF_EACH else 0 for intent, texts in meant.items()}
    assert not {intent: right[intent] for intent in meant if right[intent] < least[intent]}


@pytest.mark.slow
def test_younger_intents(understanding: StandaloneParser) -> None:
    """Of the texts of younger intents (`newer`) so many are understood, in the mean of the languages."""
    shares: dict[str, list[bool]] = {"someone_watching": [], "watcher_gone": [], "prying": [], "advice": []}
    for language in LANGUAGES:
        for text, meant in read_examples(HERE / "newer" / f"{language}.yml"):
            name = "advice" if meant.startswith("advice_") else meant
            shares[name].append(is_understood(meant, understanding.parse(text)["intent"]))
    found = {name: round(mean(hits), 3) for name, hits in shares.items()}
    assert not {name: share for name, share in found.items() if share < LEAST_OF_YOUNGER[name]}, found


def test_every_language_is_trained_and_tested() -> None:
    """A language that is spoken back must be understood too."""
    assert set(LANGUAGES) <= set(registry.LANGUAGES)
    assert {path.stem for path in DATA.glob("*.yml")} == {path.stem for path in HERE.glob("*.yml")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_training_texts(processor: TurnProcessor, language: str) -> None:
    """Each of the intents of the domain that can be said in words has enough different examples."""
    counts = Counter(intent for _, intent in set(read_examples(DATA / f"{language}.yml")))
    assert len(counts) == DANGER_INTENTS + YOUNGER_INTENTS
    assert counts.keys() <= set(processor.domain.intents)
    assert min(counts.values()) >= FEWEST, counts
    assert counts["out_of_scope"] >= FEWEST_OUT_OF_SCOPE


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_duplicate_examples(language: str) -> None:
    """The training data of a language has no duplicate texts in any spelling."""
    spelt = Counter(match_key(text) or text for text, _ in read_examples(DATA / f"{language}.yml"))
    assert [text for text, times in spelt.items() if times > 1] == []


def test_test_texts_are_not_trained() -> None:
    """Test texts are not training texts in any spelling or language, which would make the test meaningless."""
    trained = {match_key(text) or text for language in LANGUAGES for text, _ in read_examples(DATA / f"{language}.yml")}
    for language in LANGUAGES:
        texts = [*read_examples(HERE / f"{language}.yml"), *read_examples(HERE / "newer" / f"{language}.yml")]
        assert [text for text, _ in texts if (match_key(text) or text) in trained] == [], language
    for language in OTHERS:
        learnt = [text for text, _ in read_examples(HERE / "others" / f"{language}.yml") if match_key(text) in trained]
        assert len(learnt) <= IN_A_KINDRED_LANGUAGE, (language, learnt)
