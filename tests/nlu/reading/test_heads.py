"""The linear heads that come with the adapted layers."""

import numpy as np
import pytest

from nlu.reading.dialogue_acts import HEAD, HEAD_OF_PERSON
from nlu.reading.heads import head, networks
from nlu.reading.labels import DANGERS, KINDS, LIMITS, NEEDS, NEITHER, PEOPLE, RIGHTS_QUESTIONS, SERVICE_ACTS
from tests.nlu.letter_encoder import WIDTH

CLASSES = {
    "danger": DANGERS, "message_danger": DANGERS, "needs": NEEDS, "message_needs": NEEDS, "not_wanted": NEEDS,
    "kind": KINDS, "person": PEOPLE, "message_person": PEOPLE,
    "limits": LIMITS, "service_act": SERVICE_ACTS, "rights_question": RIGHTS_QUESTIONS,
}  # fmt: skip
VECTORS = np.random.default_rng(17).normal(size=(5, WIDTH)).astype(np.float32)


@pytest.mark.parametrize("name", CLASSES)
def test_classes_are_the_labels(name: str) -> None:
    """Each head was trained for the labels of today, in their order."""
    assert head(name).classes == tuple(map(str, CLASSES[name]))


def test_intents_include_the_needs() -> None:
    """The head of the intents knows every need."""
    assert set(NEEDS) <= set(head("intent").classes)


@pytest.mark.parametrize("name", [*CLASSES, "intent"])
def test_shapes(name: str) -> None:
    """A head has a score for each class and row, and probabilities that add up to 1."""
    found = head(name)
    assert found.scores(VECTORS).shape == (len(VECTORS), len(found.classes))
    assert np.allclose(found.probabilities(VECTORS).sum(axis=1), 1, atol=1e-5)
    assert np.allclose(np.exp(found.log_probabilities(VECTORS)), found.probabilities(VECTORS))


def test_odds_against_nothing() -> None:
    """The odds of a class against itself are even."""
    odds = head("danger").odds_against(VECTORS, NEITHER)
    assert (odds[:, DANGERS.index(NEITHER)] == 0).all()
    assert np.allclose(odds, head("danger").scores(VECTORS) - head("danger").scores(VECTORS)[:, :1])


def test_probability_beside_others() -> None:
    """Where several classes may be right each has a probability of its own."""
    limits = head("limits")
    column = limits.probability(VECTORS, LIMITS[0])
    assert np.allclose(column, 1 / (1 + np.exp(-limits.scores(VECTORS)[:, 0])), atol=1e-5)


def test_unknown_head() -> None:
    """A head that was not trained is an error."""
    with pytest.raises(KeyError):
        head("no such head")


@pytest.mark.parametrize("name", [HEAD, HEAD_OF_PERSON])
def test_networks(name: str) -> None:
    """The probabilities of the mean of several networks add up to 1."""
    found = networks(name)
    rows = np.random.default_rng(17).normal(size=(5, found.hidden_weights.shape[1])).astype(np.float32)
    probabilities = found.probabilities(rows)
    assert probabilities.shape == (len(rows), len(found.classes))
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
