"""The cascade of a sparse and a dense model, on a few texts."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.intent_model import EMBEDDED, IntentModel, Ranking, some_of_each
from tests.nlu.letters import Letters

TEXTS = {
    "greet": ["hello", "good morning", "hi there", "hey you"],
    "thank": ["thank you", "many thanks", "thanks a lot", "cheers"],
    "home": ["i want to go home", "how do i get home", "take me home", "home please"],
}


def fitted(intents: list[str]) -> IntentModel:
    """Train on the texts of these intents."""
    pairs = [(text, intent) for intent in intents for text in TEXTS[intent]]
    texts, targets = [text for text, _ in pairs], [intent for _, intent in pairs]
    return IntentModel.fit(texts, targets, ["en"] * len(texts), Letters().encode)


@pytest.fixture(scope="module")
def model() -> IntentModel:
    """Return a model of three intents."""
    return fitted([*TEXTS])


def ranked(model: IntentModel, text: str, *, threshold: float, language: str = "en") -> tuple[Ranking, int]:
    """Return the ranking of a text and how often the encoder was asked for it."""
    encoder = Letters()
    ranking = model.rank(text, language, lambda: encoder.encode([text]), threshold=threshold)
    return ranking, len(encoder.asked)


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
def test_learnt(intents: list[str], threshold: float) -> None:
    """The sparse model alone and both together know what they were taught, of two intents as of three."""
    model = fitted(intents)
    for intent in intents:
        for text in TEXTS[intent]:
            assert ranked(model, text.upper(), threshold=threshold)[0][0][0] == intent


def test_what_is_embedded() -> None:
    """Of an intent and language at most so many texts are, three times as many of everything else; all of few."""
    many = [
        (f"text {number}", intent, language)
        for number in range(100)
        for intent, language in (("greet", "en"), ("greet", "th"), ("out_of_scope", "en"))
    ]
    few = [("thank you", "thank", "en"), ("merci", "thank", "fr")]
    examples = [*many, *few]
    texts, targets, languages = zip(*examples, strict=True)
    taken = Counter(examples[index][1:] for index in some_of_each(texts, targets, languages))
    assert taken == {
        ("greet", "en"): EMBEDDED, ("greet", "th"): EMBEDDED, ("out_of_scope", "en"): 3 * EMBEDDED,
        ("thank", "en"): 1, ("thank", "fr"): 1,
    }  # fmt: skip


def test_the_same_are_embedded_at_every_training() -> None:
    """In whatever order the files are read, so that what was embedded before need not be again."""
    texts = [f"text {number}" for number in range(100)]
    kinds = ["greet"] * 100, ["en"] * 100
    forward = {texts[index] for index in some_of_each(texts, *kinds)}
    backward = {texts[::-1][index] for index in some_of_each(texts[::-1], *kinds)}
    assert forward == backward
