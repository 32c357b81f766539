"""The training texts with their labels."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from nlu.reading.examples import (
    Example,
    Labels,
    danger_examples,
    intent_examples,
    is_held_out,
    limit_examples,
    message_examples,
    ordinary_texts,
    own_examples,
    paired,
    question_examples,
    surrounded,
    turn_examples,
)
from nlu.reading.labels import ASPECTS, DANGERS, KINDS, LIMITS, NEEDS, NEITHER, NONE, OUTCOMES, PEOPLE
from nlu.text.danger_phrases import Danger
from tests.nlu.conftest import LANGUAGES

TWELVE = {"ne", "ur", "fa", "uk", "ro", "tr", "sw", "am", "de", "it", "ja", "ko"}
"""Languages with training texts of danger alone."""

CHANCE = random.Random(17)  # noqa: S311 - no secret
FEWEST_MESSAGES, FEWEST_ORDINARY, FEWEST_OF_AN_ASPECT, FEWEST_TURNS = 60, 30, 5, 390


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """Return all of them."""
    return own_examples()


def all_labels(example: Example) -> list[Labels]:
    """Return the labels of the clauses and of the whole."""
    return [example.whole, *(labels for _, labels in example.clauses)]


def test_labels_are_classes(examples: list[Example]) -> None:
    """Every label is one that a head knows, and every text says something."""
    for example in examples:
        assert any(map(str.isalnum, "".join(example.texts))), example
        for labels in all_labels(example):
            assert labels.danger in {None, *DANGERS}, example
            assert labels.kind in {None, *KINDS}, example
            assert labels.person in {None, *PEOPLE}, example
            assert labels.aspect in {None, *ASPECTS}, example
            assert labels.outcome in {None, *OUTCOMES}, example
            assert set(labels.needs or ()) | set(labels.not_wanted or ()) <= set(NEEDS), example
            assert set(labels.limits or ()) <= set(LIMITS), example
            assert labels.weight > 0, example


def test_no_need_is_wanted_and_refused() -> None:
    """No message asks for what it refuses."""
    for example in message_examples():
        assert not set(example.whole.needs or ()) & set(example.whole.not_wanted or ()), example


def test_marks_are_removed(examples: list[Example]) -> None:
    """The marks of the clauses that tell a danger are not part of the texts."""
    assert not any("[[" in text or "]]" in text for example in examples for text in example.texts)


def test_marked_clause_is_the_danger() -> None:
    """Of a marked text only the marked clauses are dangerous, the whole is."""
    marked = [example for example in danger_examples() if len(example.clauses) > 1]
    assert len(marked) > 1000
    for example in marked:
        dangers = {labels.danger for _, labels in example.clauses}
        assert dangers <= {example.whole.danger, NEITHER}, example
        assert example.whole.danger in dangers, example


def test_enough_messages() -> None:
    """Each supported language has enough messages of several clauses, with every need, other people and refusals."""
    found = [example for example in message_examples() if example.language in LANGUAGES]
    several = Counter(example.language for example in found if len(example.clauses) > 1)
    assert set(several) == set(LANGUAGES)
    assert min(several.values()) >= FEWEST_MESSAGES, several
    for language in LANGUAGES:
        its = [example for example in found if example.language == language]
        assert {need for example in its for need in example.whole.needs or ()} == set(NEEDS), language
        assert {example.about["who"] for example in its} == set(PEOPLE), language
        assert any(example.whole.not_wanted for example in its), language


def test_enough_ordinary_sentences() -> None:
    """Each of the 28 languages has ordinary sentences, which stand around dangers in training."""
    counts = {language: len(set(texts)) for language, texts in ordinary_texts().items()}
    assert counts.keys() == set(LANGUAGES) | TWELVE
    assert min(counts.values()) >= FEWEST_ORDINARY, counts


def test_turns() -> None:
    """Each supported language has messages of the middle of a conversation, with every aspect and outcome."""
    found = [example for example in turn_examples() if example.language in LANGUAGES]
    assert min(Counter(example.language for example in found).values()) >= FEWEST_TURNS
    for language in LANGUAGES:
        labels = [each for example in found if example.language == language for _, each in example.clauses]
        assert {each.aspect for each in labels} == set(ASPECTS), language
        assert {each.outcome for each in labels} == set(OUTCOMES), language
        assert {need for each in labels for need in each.needs or ()} == set(NEEDS), language
        assert {name for each in labels for name in each.limits or ()} == set(LIMITS), language


def test_enough_questions_and_limits() -> None:
    """Each supported language has questions of every aspect, and each of the 28 phrases for every limit and outcome."""
    questions = Counter((example.language, example.whole.aspect) for example in question_examples())
    assert questions.keys() == {(language, aspect) for language in LANGUAGES for aspect in ASPECTS}
    assert min(questions.values()) >= FEWEST_OF_AN_ASPECT
    told = [each for each in limit_examples() if each.whole.limits or each.whole.outcome not in {None, NONE}]
    limits = {(each.language, *(each.whole.limits or (each.whole.outcome,))) for each in told}
    names = {*LIMITS, *OUTCOMES} - {NONE}
    assert limits == {(language, name) for language in (*LANGUAGES, *TWELVE) for name in names}


def test_intents_are_examples_of_danger() -> None:
    """Texts of the danger intents are dangers, all others harmless; a plain need says that it is one."""
    rows = [("he hits me", "in_danger", "en"), ("i want to die", "self_harm", "en"), ("a bed", "find_shelter", "en")]
    labels = [example.whole for example in intent_examples(rows)]
    assert [each.danger for each in labels] == [Danger.DANGER, Danger.SELF_HARM, NEITHER]
    assert [each.needs for each in labels] == [None, None, ("find_shelter",)]


def test_surroundings_keep_the_meaning(examples: list[Example]) -> None:
    """Ordinary sentences around a text change neither its labels nor its words."""
    some = [each for each in examples if len(each.clauses) == 1][::50]
    around = list(surrounded(some, CHANCE))
    assert len(around) == len(some)
    for single, example in zip(some, around, strict=True):
        assert 2 <= len(example.clauses) <= 4
        assert single.clauses[0] in example.clauses
        assert example.whole == replace(single.whole, intent=None)


def test_pairs_tell_both_needs() -> None:
    """A pair has the needs of both of its texts, which differ."""
    rows = [
        ("a bed", "find_shelter", "en"), ("a doctor", "find_medical_help", "en"),
        ("una cama", "find_shelter", "es"), ("un abogado", "find_legal_help", "es"),
    ]  # fmt: skip
    pairs = list(paired(list(intent_examples(rows)), CHANCE))
    assert [set(pair.whole.needs or ()) for pair in pairs] == [
        {"find_shelter", "find_medical_help"}, {"find_shelter", "find_legal_help"}
    ]  # fmt: skip
    assert [pair.language for pair in pairs] == ["en", "es"]
    assert all(len(pair.clauses) >= 3 for pair in pairs)


def test_held_out(examples: list[Example]) -> None:
    """One in twelve of the texts that were written for it is held out from training, the same ones each time."""
    held_out = [example for example in examples if is_held_out(example)]
    written = [example for example in examples if example.source in {"danger", "message", "question"}]
    assert {example.source for example in held_out} == {"danger", "message", "question"}
    assert len(held_out) / len(written) == pytest.approx(1 / 12, rel=0.15)
    assert held_out == [example for example in own_examples() if is_held_out(example)]
