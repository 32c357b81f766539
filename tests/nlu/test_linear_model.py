"""Linear classifiers in 8 bits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from nlu.text.linear_model import LinearModel, softmax

FEATURES = np.array([[1, 0, 0], [1, 0.2, 0], [0, 1, 0], [0.1, 1, 0], [0, 0, 1], [0, 0.1, 1]], np.float32)
THREE = ["a", "a", "b", "b", "c", "c"]
TWO = ["a", "a", "b", "b", "b", "b"]

FINITE = st.lists(st.floats(-1000, 1000, width=32), min_size=1, max_size=40).map(lambda row: np.array(row, np.float32))


def sparse(row: np.ndarray) -> csr_matrix:  # type: ignore[type-arg]
    """Return a row of features as the model takes it."""
    return csr_matrix(row[np.newaxis])


@pytest.mark.parametrize("targets", [TWO, THREE])
def test_predicts_training_texts(targets: list[str]) -> None:
    """It knows what it was taught, of two classes as of three: one score a class."""
    linear = LinearModel.fit(FEATURES, targets, strength=10.0)
    assert linear.classes == sorted(set(targets))
    for row, target in zip(FEATURES, targets, strict=True):
        scores = linear.scores(sparse(row))
        assert scores.shape == (len(linear.classes),)
        assert linear.classes[scores.argmax()] == target


def test_scores_equal_those_of_the_estimator() -> None:
    """The steps of 8 bits reproduce the distances within a hundredth of the largest weight."""
    chance = np.random.default_rng(3)
    features, targets = chance.random((200, 30)).astype(np.float32), chance.choice(["a", "b", "c"], 200)
    linear = LinearModel.fit(features, targets, strength=1.0)
    estimator = LinearSVC(C=1.0, class_weight="balanced").fit(features, targets)
    largest = np.abs(estimator.coef_).max()
    for row, expected in zip(features, estimator.decision_function(features), strict=True):
        assert np.abs(linear.scores(sparse(row)) - expected).max() <= 0.01 * largest * np.sqrt(len(row))


def test_no_feature_has_the_bias() -> None:
    """The scores of no feature at all are the bias."""
    linear = LinearModel.fit(csr_matrix(FEATURES), THREE, strength=1.0)
    assert np.array_equal(linear.scores(csr_matrix((1, 3), dtype=np.float32)), linear.bias)


def test_model_is_small() -> None:
    """A weight takes one byte: there are millions of them in every process."""
    assert LinearModel.fit(FEATURES, THREE, strength=1.0).weights.dtype == np.int8


def test_sample_weights() -> None:
    """Of the same features with two targets the one that counts more wins."""
    features, targets = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32), ["a", "b", "a", "b"]
    linear = LinearModel.fit(features, targets, strength=5.0, counts=[9.0, 1.0, 1.0, 9.0])
    assert [linear.classes[linear.scores(sparse(row)).argmax()] for row in features] == ["a", "a", "b", "b"]


@given(FINITE)
def test_softmax(scores: np.ndarray) -> None:  # type: ignore[type-arg]
    """Probabilities add up to 1, and the greatest score has the greatest."""
    probabilities = softmax(scores)
    assert probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert probabilities[scores.argmax()] == probabilities.max()
