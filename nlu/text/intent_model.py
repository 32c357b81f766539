"""What a person means: a cascade of a sparse model and, where it is unsure, a hybrid one.

Sparse: TF-IDF over character n-grams (1 to 5) and words (1 and 2), logistic regression. It
costs about a millisecond and needs no word segmentation. Hybrid: the same features and a
sentence embedding beside them, which carries over to wordings and languages that were
never trained. The measurements behind this are in docs/adr/0004.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from nlu.text.encoder import SentenceEncoder, Vectors
from nlu.text.normalise import normalise

Ranking = list[tuple[str, float]]
"""Intents with probabilities, most probable first; they add up to 1."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A trained softmax regression, kept small: `weights` (features, intents), `bias` (intents,)."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def fit(cls, features: Any, targets: Sequence[str], *, strength: float, balanced: bool = False) -> "Linear":
        """Train on `features` (texts, features); `strength` is the inverse of the regularisation (C).

        With `balanced` a target counts as much as another, however many texts it has.
        """
        weight = "balanced" if balanced else None
        trained = LogisticRegression(C=strength, class_weight=weight, max_iter=2000).fit(features, targets)
        weights, bias = trained.coef_, trained.intercept_
        if len(trained.classes_) == len(weights) + 1:  # scikit-learn keeps one row where there are two classes
            weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        return cls(np.ascontiguousarray(weights.T, np.float32), np.asarray(bias, np.float32))

    def probabilities(self, features: Any) -> NDArray[np.float32]:
        """Return the probability of each intent for one text: `features` has shape (1, features)."""
        scores = np.asarray(features @ self.weights).ravel() + self.bias
        exponentials = np.exp(scores - scores.max())
        result: NDArray[np.float32] = exponentials / exponentials.sum()
        return result


@dataclass(frozen=True, slots=True)
class IntentModel:
    """A trained cascade. Everything but the encoder is saved with it."""

    intents: list[str]
    characters: TfidfVectorizer
    words: TfidfVectorizer
    sparse: Linear
    hybrid: Linear
    mean: Vectors
    """Mean of the training texts' embeddings: taken away, since it says nothing of the meaning."""
    languages: frozenset[str]
    """BCP 47 codes of the training texts: in another language only the embedding understands anything."""

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        targets: Sequence[str],
        vectors: Vectors,
        languages: Sequence[str],
        *,
        strength: float = 20.0,
    ) -> "IntentModel":
        """Train on `texts`, their intents and languages; `vectors` (texts, dimensions) are their embeddings."""
        spelt = [_spelling(text) for text in texts]
        characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 5), sublinear_tf=True, dtype=np.float32)
        words = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32)  # noqa: S106
        sparse = hstack([characters.fit_transform(spelt), words.fit_transform(spelt)], format="csr")
        mean = vectors.mean(axis=0)
        hybrid = hstack([sparse, csr_matrix(_centred(vectors, mean))], format="csr")
        return cls(
            intents=sorted(set(targets)),
            characters=characters,
            words=words,
            # Balanced: there are three times as many texts that mean nothing of ours as of most other intents.
            sparse=Linear.fit(sparse, targets, strength=strength, balanced=True),
            hybrid=Linear.fit(hybrid, targets, strength=strength, balanced=True),
            mean=mean,
            languages=frozenset(languages),
        )

    def rank(self, text: str, language: str, encoder: SentenceEncoder, *, threshold: float) -> Ranking:
        """Return all intents, most probable first.

        The embedding is computed only where the sparse model gives no intent at least
        `threshold`, or where it never saw the `language`: it would be sure of nothing then.
        """
        spelt = [_spelling(text)]
        sparse = hstack([self.characters.transform(spelt), self.words.transform(spelt)], format="csr")
        probabilities = self.sparse.probabilities(sparse)
        if probabilities.max() < threshold or language not in self.languages:
            dense = _centred(encoder.encode([normalise(text)]), self.mean)
            probabilities = self.hybrid.probabilities(hstack([sparse, csr_matrix(dense)], format="csr"))
        order = np.argsort(-probabilities)
        return [(self.intents[index], float(probabilities[index])) for index in order]


def _spelling(text: str) -> str:
    return normalise(text).casefold()


def _centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Take the mean away and make the rows length 1 again."""
    moved = vectors - mean
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    result: Vectors = (moved / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result
