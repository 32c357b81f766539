"""The cascade of a sparse and a dense model, on a few texts."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.intent_model import EMBEDDED_PER_INTENT, IntentModel, Ranking, sample_for_embedding
from tests.nlu.letter_encoder import LetterEncoder

TEXTS = {
    "greet": ["hello", "good morning", "hi there", "hey you"],
    "thank": ["thank you", "many thanks", "thanks a lot", "cheers"],
    "home": ["i want to go home", "how do i get home", "take me home", "home please"],
}


def fitted(intents: list[str]) -> IntentModel:
    """Train on the texts of these intents."""
    pairs = [(text, intent) for intent in intents for text in TEXTS[intent]]
    texts, targets = [text for text, _ in pairs], [intent for _, intent in pairs]
    return IntentModel.fit(texts, targets, ["en"] * len(texts), LetterEncoder().encode)


@pytest.fixture(scope="module")
def model() -> IntentModel:
    """Return a model of three intents."""
    return fitted([*TEXTS])


def ranked(model: IntentModel, text: str, *, threshold: float, language: str = "en") -> tuple[Ranking, int]:
    """Return the ranking of a text and how often the encoder was asked for it."""
    encoder = LetterEncoder()
    ranking = model.rank(text, language, lambda: encoder.encode([text]), threshold=threshold)
    return ranking, len(encoder.requested)


@given(st.text(max_size=50))
def test_threshold_0_never_embeds(model: IntentModel, text: str) -> None:
    """At 0 the sparse model always decides alone."""
    assert ranked(model, text, threshold=0)[1] == 0


@given(st.text(max_size=50))
def test_threshold_above_1_always_embeds(model: IntentModel, text: str) -> None:
    """Above 1 the encoder is asked, once a text."""
    assert ranked(model, text, threshold=1.01)[1] == 1


def test_embeds_only_uncertain_texts(model: IntentModel) -> None:
    """What the sparse model is sure of costs no embedding; what it has never seen does."""
    assert ranked(model, "good morning", threshold=0.7)[1] == 0
    assert ranked(model, "zzz qqq", threshold=0.7)[1] == 1


def test_untrained_language_uses_embedding(model: IntentModel) -> None:
    """In a language that was never trained the sparse model's certainty means nothing: the encoder is asked."""
    assert ranked(model, "good morning", threshold=0, language="my")[1] == 1


@given(st.text(max_size=80), st.sampled_from([0, 0.5, 2]), st.sampled_from(["en", "de"]))
def test_probabilities(model: IntentModel, text: str, threshold: float, language: str) -> None:
    """Every intent is in the ranking once, the most probable first, and they add up to 1."""
    ranking, _ = ranked(model, text, threshold=threshold, language=language)
    probabilities = [probability for _, probability in ranking]
    assert sorted(intent for intent, _ in ranking) == sorted(TEXTS)
    assert probabilities == sorted(probabilities, reverse=True)
    assert abs(sum(probabilities) - 1) < 1e-4


@pytest.mark.parametrize("threshold", [0, 2])
@pytest.mark.parametrize("intents", [["greet", "thank"], ["greet", "thank", "home"]])
def test_predicts_training_texts(intents: list[str], threshold: float) -> None:
    """The sparse model alone and both together know what they were taught, of two intents as of three."""
    model = fitted(intents)
    for intent in intents:
        for text in TEXTS[intent]:
            assert ranked(model, text.upper(), threshold=threshold)[0][0][0] == intent


def test_selects_texts_to_embed() -> None:
    """Of an intent and language at most so many texts are, three times as many of everything else; all of few."""
    many = [
        (f"text {number}", intent, language)
        for number in range(100)
        for intent, language in (("greet", "en"), ("greet", "th"), ("out_of_scope", "en"))
    ]
    few = [("thank you", "thank", "en"), ("merci", "thank", "fr")]
    examples = [*many, *few]
    texts, targets, languages = zip(*examples, strict=True)
    taken = Counter(examples[index][1:] for index in sample_for_embedding(texts, targets, languages))
    assert taken == {
        ("greet", "en"): EMBEDDED_PER_INTENT, ("greet", "th"): EMBEDDED_PER_INTENT,
        ("out_of_scope", "en"): 3 * EMBEDDED_PER_INTENT,
        ("thank", "en"): 1, ("thank", "fr"): 1,
    }  # fmt: skip


def test_selection_is_deterministic() -> None:
    """The selection does not depend on the order of files, so that the cache stays valid."""
    texts = [f"text {number}" for number in range(100)]
    kinds = ["greet"] * 100, ["en"] * 100
    forward = {texts[index] for index in sample_for_embedding(texts, *kinds)}
    backward = {texts[::-1][index] for index in sample_for_embedding(texts[::-1], *kinds)}
    assert forward == backward
