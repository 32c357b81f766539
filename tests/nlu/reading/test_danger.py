"""Weighing the clauses of a message for danger, with an encoder that knows nothing, so that only the rest counts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.reading.danger import DangerModel, Evidence, Example, Regression
from nlu.reading.features import MessageFeatures
from nlu.reading.labels import NEITHER
from nlu.text.danger_phrases import Danger
from tests.nlu.letter_encoder import LetterEncoder

TEXTS = {
    Danger.DANGER: ["he is going to hit me", "they lock the door and hit me", "he is hitting me now", "they hit us"],
    Danger.SELF_HARM: ["i want to die", "i would rather die", "let me die", "better if i die tonight"],
    NEITHER: ["this heat kills me", "good morning", "where can i sleep", "my phone died", "that song is a hit"],
}
STORIES = ["My work is in a hotel kitchen, I wash the dishes.", "I have two brothers and they still go to school!"]
ORDINARY = Evidence(-3.0, -3.0, -1.5, 0.0)


def example(text: str, kind: str, *, weight: float = 1.0, language: str = "en") -> Example:
    """Return an example, by default English with weight 1."""
    return Example(text, kind, language, weight)


EXAMPLES = [example(text, kind) for kind, texts in TEXTS.items() for text in texts]


@pytest.fixture(scope="module")
def model() -> DangerModel:
    """Return a model of the texts above."""
    return DangerModel.fit(EXAMPLES)


def features(text: str) -> MessageFeatures:
    """Return the features of a text."""
    return MessageFeatures.of(text, LetterEncoder().encode)


def evidence(model: DangerModel, text: str, language: str = "en") -> Evidence:
    """Return what speaks for a danger in a text."""
    return model.weigh(features(text), language)[0]


@pytest.mark.parametrize(("text", "kind"), [(text, kind) for kind, texts in TEXTS.items() for text in texts])
def test_spelling_of_training_texts(model: DangerModel, text: str, kind: str) -> None:
    """The sparse model knows its training texts, in capitals too: dangers on one side, harmless texts on the other."""
    assert (evidence(model, text.upper()).spelling > 0) is (kind != NEITHER)


@pytest.mark.parametrize("text", TEXTS[Danger.DANGER] + TEXTS[Danger.SELF_HARM])
def test_story_around_a_danger_changes_nothing(model: DangerModel, text: str) -> None:
    """The strongest clause counts, so ordinary sentences before, after and around it weaken nothing."""
    alone = evidence(model, f"{text}!")
    for told in (f"{STORIES[0]} {text}!", f"{text}! {STORIES[1]}", f"{STORIES[0]} {text}! {STORIES[1]}"):
        among = evidence(model, told)
        assert among.spelling == pytest.approx(alone.spelling, abs=1e-4)
        assert among.clause >= alone.clause - 1e-4


def test_untrained_language_counts_meaning_alone(model: DangerModel) -> None:
    """In a language without training texts the spelling says nothing, whatever it looks like."""
    assert evidence(model, "he is going to hit me", "de").spelling == 0
    assert evidence(model, "he is going to hit me", "und").spelling == 0


def test_phrase_of_the_lexicon(model: DangerModel) -> None:
    """A phrase that alone means danger counts in any language."""
    assert evidence(model, "he has a knife", "und").phrase == 1
    assert evidence(model, "good morning", "en").phrase == 0


def test_strongest_clause_is_told(model: DangerModel) -> None:
    """The reading says which clause tells the danger."""
    read = model.read(features(f"{STORIES[0]} They lock the door and hit me every night. {STORIES[1]}"), "en")
    assert read.clause in {"They lock the door and hit me every night.", *STORIES}
    assert 0 < read.probability < 1


@pytest.mark.parametrize(("danger", "neither"), [(10.0, 1.0), (1.0, 10.0)])
def test_sample_weights(danger: float, neither: float) -> None:
    """Of a text with two meanings the one that counts more is learnt."""
    both = [example("he is here", Danger.DANGER, weight=danger), example("he is here", NEITHER, weight=neither)]
    model = DangerModel.fit([*EXAMPLES, *both])
    assert (evidence(model, "he is here").spelling > 0) is (danger > neither)


def test_surely_harmless() -> None:
    """Only one clause of a trained language, far from danger and without a phrase of it, needs no second opinion."""
    model = DangerModel.fit([each._replace(weight=1000.0) for each in EXAMPLES])
    assert model.is_surely_harmless(features("good morning"), "en")
    assert not model.is_surely_harmless(features("good morning"), "de")
    assert not model.is_surely_harmless(features("they hit us"), "en")
    assert not model.is_surely_harmless(features(" ".join(STORIES)), "en")
    assert not model.is_surely_harmless(features("good morning 🆘"), "en")


@given(st.text(max_size=200), st.sampled_from(["en", "de", "und"]))
def test_any_text(model: DangerModel, text: str, language: str) -> None:
    """Any text returns one of the two dangers and a probability."""
    read = model.read(features(text), language)
    assert read.danger in Danger
    assert 0 <= read.probability <= 1
    assert (read.kind is None) is (read.danger is Danger.SELF_HARM)


WEIGHTS = st.floats(0, 3)


@given(st.builds(Regression, WEIGHTS, WEIGHTS, WEIGHTS, WEIGHTS, st.floats(-5, 5)), st.integers(0, 3), WEIGHTS)
def test_more_evidence_is_more_probable(regression: Regression, part: int, more: float) -> None:
    """No evidence of a danger makes it less probable."""
    stronger = Evidence(*(value + more * (part == number) for number, value in enumerate(ORDINARY)))
    probability = regression.probability(ORDINARY)
    assert 0 < probability < 1
    assert regression.probability(stronger) >= probability


def test_probability_is_logistic() -> None:
    """The probability is that of a logistic regression."""
    regression = Regression(1.0, 0.0, 0.0, 2.0, -1.0)
    assert regression.probability(Evidence(0.5, 9.0, 9.0, 1.0)) == pytest.approx(1 / (1 + math.exp(-1.5)))
