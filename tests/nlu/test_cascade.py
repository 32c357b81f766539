"""The cascade of a sparse and a hybrid model, on a few texts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.encoder import Vectors
from nlu.text.intent_model import IntentModel, Ranking

TEXTS = {
    "greet": ["hello", "good morning", "hi there", "hey you"],
    "thank": ["thank you", "many thanks", "thanks a lot", "cheers"],
    "home": ["i want to go home", "how do i get home", "take me home", "home please"],
}


class CountingEncoder:
    """A small real encoder: a vector from the letters of a text; counts the texts that it is asked for."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self.asked = 0

    def encode(self, texts: list[str]) -> Vectors:
        """Return one row of length 1 a text."""
        self.asked += len(texts)
        counts = np.array([[1 + text.count(letter) for letter in "abcdefghijklmnop"] for text in texts], np.float32)
        rows: Vectors = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return rows


def fitted(intents: list[str]) -> IntentModel:
    """Train on the texts of these intents."""
    pairs = [(text, intent) for intent in intents for text in TEXTS[intent]]
    texts, targets = [text for text, _ in pairs], [intent for _, intent in pairs]
    return IntentModel.fit(texts, targets, CountingEncoder().encode(texts), ["en"] * len(texts))


@pytest.fixture(scope="module")
def model() -> IntentModel:
    """Return a model of three intents."""
    return fitted([*TEXTS])


def ranked(model: IntentModel, text: str, *, threshold: float, language: str = "en") -> tuple[Ranking, int]:
    """Return the ranking of a text and how often the encoder was asked for it."""
    encoder = CountingEncoder()
    return model.rank(text, language, encoder, threshold=threshold), encoder.asked


@given(st.text(max_size=50))
def test_threshold_0_never_asks(model: IntentModel, text: str) -> None:
    """At 0 the sparse model decides alone, whatever the text."""
    assert ranked(model, text, threshold=0)[1] == 0


@given(st.text(max_size=50))
def test_a_threshold_above_1_always_asks(model: IntentModel, text: str) -> None:
    """Above 1 the encoder is asked, once a text."""
    assert ranked(model, text, threshold=1.01)[1] == 1


def test_only_the_unsure_are_asked(model: IntentModel) -> None:
    """What the sparse model is sure of costs no embedding; what it has never seen does."""
    assert ranked(model, "good morning", threshold=0.7)[1] == 0
    assert ranked(model, "zzz qqq", threshold=0.7)[1] == 1


def test_a_language_never_seen(model: IntentModel) -> None:
    """In a language that was never trained the sparse model's certainty means nothing: the encoder is asked."""
    assert ranked(model, "good morning", threshold=0, language="my")[1] == 1


@given(st.text(max_size=80), st.sampled_from([0, 0.5, 2]))
def test_probabilities(model: IntentModel, text: str, threshold: float) -> None:
    """Every intent is in the ranking once, the most probable first, and they add up to 1."""
    ranking, _ = ranked(model, text, threshold=threshold)
    probabilities = [probability for _, probability in ranking]
    assert sorted(intent for intent, _ in ranking) == sorted(TEXTS)
    assert probabilities == sorted(probabilities, reverse=True)
    assert abs(sum(probabilities) - 1) < 1e-4


@pytest.mark.parametrize("threshold", [0, 2])
@pytest.mark.parametrize("intents", [["greet", "thank"], ["greet", "thank", "home"]])
def test_learnt(intents: list[str], threshold: float) -> None:
    """Both models know what they were taught, of two intents as of three."""
    model = fitted(intents)
    for intent in intents:
        for text in TEXTS[intent]:
            assert ranked(model, text.upper(), threshold=threshold)[0][0][0] == intent
