"""The intents of a message of one clause, and of a longer one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.encoder.sentence_encoder import E5Encoder
from nlu.reading.features import MessageFeatures
from nlu.reading.intents import IntentModel, Ranking
from nlu.reading.labels import NEEDS
from tests.nlu.letter_encoder import LetterEncoder

STORY = "I came here two years ago with a friend from my village."


def features(text: str) -> MessageFeatures:
    """Return the features of a text, by an encoder that knows nothing."""
    return MessageFeatures.of(text, LetterEncoder().encode)


def rank(model: IntentModel, encoder: E5Encoder, text: str, language: str = "en") -> Ranking:
    """Return the intents of a text by both models."""
    features = MessageFeatures.of(text, encoder.encode)
    return model.rank(features, model.clause_probabilities(features, language))[0]


@pytest.mark.parametrize(
    ("text", "intent"), [("thank you very much", "thank"), ("Thanks!", "thank"), ("bye", "goodbye")]
)
def test_certain_of_plain_texts(intents: IntentModel, text: str, intent: str) -> None:
    """The sparse model alone is certain of texts like those it learnt."""
    ranking = intents.certain_ranking(features(text), "en")
    assert ranking is not None
    assert ranking[0][0] == intent
    assert sum(probability for _, probability in ranking) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("zzz qqq", "en"),
        ("thank you very much", "de"),
        ("thank you very much", "und"),
        (f"{STORY} Thank you very much!", "en"),
    ],
)
def test_not_certain(intents: IntentModel, text: str, language: str) -> None:
    """It is not certain of unknown words, in languages that it did not learn, nor of several clauses."""
    assert intents.certain_ranking(features(text), language) is None


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("i need somewhere to sleep tonight", "en", "find_shelter"),
        ("quiero hablar con un abogado", "es", "find_legal_help"),
        ("ich brauche einen Arzt", "de", "find_medical_help"),
        ("আমি বাড়ি ফিরতে চাই", "bn", "return_home"),
    ],
)
def test_one_clause(intents: IntentModel, encoder: E5Encoder, text: str, language: str, intent: str) -> None:
    """One clause has one intent, in trained languages and, by its meaning alone, in others."""
    ranking = rank(intents, encoder, text, language)
    assert ranking[0][0] == intent
    assert sum(probability for _, probability in ranking) == pytest.approx(1, abs=1e-3)


def test_need_in_a_story(intents: IntentModel, encoder: E5Encoder) -> None:
    """In a longer message the need comes before the greeting, wherever it stands."""
    for text in (
        f"Hello, good evening to you. {STORY} I need somewhere to sleep tonight.",
        f"I need somewhere to sleep tonight. {STORY} Thank you so much and good evening.",
    ):
        assert rank(intents, encoder, text)[0][0] == "find_shelter"


@given(st.text(max_size=200), st.sampled_from(["en", "de", "und"]))
def test_any_text(intents: IntentModel, text: str, language: str) -> None:
    """Every intent is in the ranking once, the most probable first, and every need has a probability and a clause."""
    read = features(text)
    ranking, needs, positions = intents.rank(read, intents.clause_probabilities(read, language))
    probabilities = [probability for _, probability in ranking]
    assert sorted(intent for intent, _ in ranking) == sorted(intents.sparse.classes)
    assert probabilities == sorted(probabilities, reverse=True)
    assert tuple(needs) == tuple(positions) == NEEDS
    assert all(0 <= position < len(read.clauses) for position in positions.values())
    assert all(0 <= probability <= 1.001 for probability in (*probabilities, *needs.values()))
