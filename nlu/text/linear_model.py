"""Compact linear classifiers: only the data that is needed to score a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

Scores = NDArray[np.float32]
"""One number per class."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """`classes` in the order of the scores; `weights` (features, classes) in 16 bits, `bias` (classes,)."""

    classes: list[str]
    weights: NDArray[np.float16]
    bias: Scores

    @classmethod
    def fit_softmax(
        cls, features: Any, targets: Sequence[str], *, strength: float, counts: Sequence[float] | None = None
    ) -> "LinearModel":
        """Train a softmax regression on `features` (texts, features): its scores are log probabilities.

        Classes have equal weight, however many texts each has; `strength` is the inverse of the regularization (C),
        `counts` are sample weights.
        """
        trained = LogisticRegression(C=strength, class_weight="balanced", max_iter=100).fit(features, targets, counts)
        return cls._from_estimator(trained)

    @classmethod
    def fit_svm(
        cls, features: Any, targets: Sequence[str], *, strength: float, counts: Sequence[float] | None = None
    ) -> "LinearModel":
        """Train support vector machines on `features` (texts, features), each class against all others.

        On many thousands of sparse features they are more accurate and five times faster than a regression, but their
        scores are distances from a boundary, not probabilities.
        """
        return cls._from_estimator(LinearSVC(C=strength, class_weight="balanced").fit(features, targets, counts))

    @classmethod
    def _from_estimator(cls, trained: Any) -> "LinearModel":
        weights, bias = trained.coef_, trained.intercept_
        if len(trained.classes_) == len(weights) + 1:  # scikit-learn has one row for two classes
            weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        return cls([str(name) for name in trained.classes_], weights.T.astype(np.float16), np.asarray(bias, np.float32))

    def scores(self, features: Any) -> Scores:
        """Return the score of each class for one text: `features` has shape (1, features), sparse or dense."""
        if hasattr(features, "indices"):  # only the rows of features that are not 0
            return np.asarray(features.data @ self.weights[features.indices].astype(np.float32) + self.bias, np.float32)
        return np.asarray(features @ self.weights.astype(np.float32), np.float32).ravel() + self.bias


def softmax(scores: Scores) -> Scores:
    """Return probabilities that add up to 1."""
    exponentials = np.exp(scores - scores.max())
    return np.asarray(exponentials / exponentials.sum(), np.float32)


def log_probabilities(scores: Scores) -> Scores:
    """Return the logarithms of the probabilities of `scores`."""
    return np.asarray(np.log(softmax(scores) + 1e-9), np.float32)
