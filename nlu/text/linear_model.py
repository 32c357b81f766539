"""Linear classifiers kept small: what is needed to score one text, and nothing of how they were trained."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

Scores = NDArray[np.float32]
"""One number a class."""


@dataclass(frozen=True, slots=True)
class Linear:
    """`classes` in the order of the scores; `weights` (features, classes) in 16 bits, `bias` (classes,)."""

    classes: list[str]
    weights: NDArray[np.float16]
    bias: Scores

    @classmethod
    def probable(
        cls, features: Any, targets: Sequence[str], *, strength: float, counts: Sequence[float] | None = None
    ) -> "Linear":
        """Train a softmax regression on `features` (texts, features): its scores are logarithms of probabilities.

        Classes count alike, however many texts each has; `strength` is the inverse of the regularisation (C),
        `counts` how much each text counts.
        """
        trained = LogisticRegression(C=strength, class_weight="balanced", max_iter=100).fit(features, targets, counts)
        return cls._kept(trained)

    @classmethod
    def separating(
        cls, features: Any, targets: Sequence[str], *, strength: float, counts: Sequence[float] | None = None
    ) -> "Linear":
        """Train support vectors on `features` (texts, features), each class against all others.

        On many thousands of sparse features they are surer and five times faster than a regression, but their
        scores are distances from a border, not probabilities.
        """
        return cls._kept(LinearSVC(C=strength, class_weight="balanced").fit(features, targets, counts))

    @classmethod
    def _kept(cls, trained: Any) -> "Linear":
        weights, bias = trained.coef_, trained.intercept_
        if len(trained.classes_) == len(weights) + 1:  # scikit-learn keeps one row where there are two classes
            weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        return cls([str(name) for name in trained.classes_], weights.T.astype(np.float16), np.asarray(bias, np.float32))

    def scores(self, features: Any) -> Scores:
        """Return the score of each class for one text: `features` has shape (1, features), sparse or dense."""
        if hasattr(features, "indices"):  # only the rows that the text has anything of
            return np.asarray(features.data @ self.weights[features.indices].astype(np.float32) + self.bias, np.float32)
        return np.asarray(features @ self.weights.astype(np.float32), np.float32).ravel() + self.bias


def softmax(scores: Scores) -> Scores:
    """Return probabilities that add up to 1."""
    exponentials = np.exp(scores - scores.max())
    return np.asarray(exponentials / exponentials.sum(), np.float32)


def logarithms(scores: Scores) -> Scores:
    """Return the logarithms of the probabilities that `scores` stand for."""
    return np.asarray(np.log(softmax(scores) + 1e-9), np.float32)
