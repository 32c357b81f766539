"""Linear classifiers in 16 bits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlu.text.linear_model import LinearModel, log_probabilities, softmax

FEATURES = np.array([[1, 0, 0], [1, 0.2, 0], [0, 1, 0], [0.1, 1, 0], [0, 0, 1], [0, 0.1, 1]], np.float32)
THREE = ["a", "a", "b", "b", "c", "c"]
TWO = ["a", "a", "b", "b", "b", "b"]

FINITE = st.lists(st.floats(-1000, 1000, width=32), min_size=1, max_size=40).map(lambda row: np.array(row, np.float32))


@pytest.mark.parametrize("targets", [TWO, THREE])
@pytest.mark.parametrize("fit", [LinearModel.fit_softmax, LinearModel.fit_svm])
def test_predicts_training_texts(fit: object, targets: list[str]) -> None:
    """Both kinds know what they were taught, of two classes as of three: one score a class."""
    linear: LinearModel = fit(FEATURES, targets, strength=10.0)  # type: ignore[operator]
    assert linear.classes == sorted(set(targets))
    for row, target in zip(FEATURES, targets, strict=True):
        scores = linear.scores(row[np.newaxis])
        assert scores.shape == (len(linear.classes),)
        assert linear.classes[scores.argmax()] == target


@pytest.mark.parametrize("targets", [TWO, THREE])
def test_probabilities_equal_regression(targets: list[str]) -> None:
    """The 16-bit weights reproduce the probabilities of the regression, also for two classes."""
    linear = LinearModel.fit_softmax(FEATURES, targets, strength=2.0)
    regression = LogisticRegression(C=2.0, class_weight="balanced").fit(FEATURES, targets)
    for row, expected in zip(FEATURES, regression.predict_proba(FEATURES), strict=True):
        assert np.allclose(softmax(linear.scores(row[np.newaxis])), expected, atol=2e-3)


@pytest.mark.parametrize("fit", [LinearModel.fit_softmax, LinearModel.fit_svm])
def test_sparse_equals_dense(fit: object) -> None:
    """The same row has the same scores in both forms, an empty one those of no feature at all."""
    linear: LinearModel = fit(csr_matrix(FEATURES), THREE, strength=1.0)  # type: ignore[operator]
    for row in [*FEATURES, np.zeros(3, np.float32)]:
        dense = row[np.newaxis]
        assert np.allclose(linear.scores(csr_matrix(dense)), linear.scores(dense), atol=1e-5)
    assert np.array_equal(linear.scores(csr_matrix((1, 3), dtype=np.float32)), linear.bias)


def test_model_is_small() -> None:
    """A weight takes two bytes: there are millions of them in every process."""
    assert LinearModel.fit_svm(FEATURES, THREE, strength=1.0).weights.dtype == np.float16


@pytest.mark.parametrize("fit", [LinearModel.fit_softmax, LinearModel.fit_svm])
def test_sample_weights(fit: object) -> None:
    """Of the same features with two targets the one that counts more wins."""
    features, targets = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32), ["a", "b", "a", "b"]
    linear: LinearModel = fit(features, targets, strength=5.0, counts=[9.0, 1.0, 1.0, 9.0])  # type: ignore[operator]
    assert [linear.classes[linear.scores(row[np.newaxis]).argmax()] for row in features] == ["a", "a", "b", "b"]


@given(FINITE)
def test_softmax(scores: np.ndarray) -> None:  # type: ignore[type-arg]
    """Probabilities add up to 1, keep the order and overflow nowhere."""
    probabilities = softmax(scores)
    assert abs(probabilities.sum() - 1) < 1e-4
    assert probabilities[scores.argmax()] == probabilities.max()
    assert np.isfinite(log_probabilities(scores)).all()
