"""Linear heads on the vectors of the encoder, trained with its last layers, and small networks (`nlu/adaptation`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from nlu.encoder.adapted_layers import adapted_tensors
from nlu.encoder.sentence_encoder import Vectors

Scores = NDArray[np.float32]
"""Shape (rows, classes)."""


@dataclass(frozen=True, slots=True)
class Head:
    """A linear classifier of vectors."""

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, vectors: Vectors) -> Scores:
        """Return a number for each row and class: log odds if several classes may be right."""
        scores: Scores = vectors @ self.weights + self.bias
        return scores

    def log_probabilities(self, vectors: Vectors) -> Scores:
        """Return the logarithms of the probabilities of the classes, of which one is right."""
        scores = self.scores(vectors)
        shifted = scores - scores.max(axis=1, keepdims=True)
        logarithms: Scores = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return logarithms

    def probabilities(self, vectors: Vectors) -> Scores:
        """Return the probabilities of the classes, of which one is right."""
        probabilities: Scores = np.exp(self.log_probabilities(vectors))
        return probabilities

    def odds_against(self, vectors: Vectors, none: str) -> Scores:
        """Return the log odds of each class against the class `none`, shape (rows, classes); those of `none` are 0."""
        scores = self.scores(vectors)
        odds: Scores = scores - scores[:, [self.classes.index(none)]]
        return odds

    def probability(self, vectors: Vectors, name: str) -> NDArray[np.float32]:
        """Return the probability of a class that may be right beside others, for each row."""
        column = self.classes.index(name)
        odds = vectors @ self.weights[:, column] + self.bias[column]
        probability: NDArray[np.float32] = 1 / (1 + np.exp(-odds))
        return probability


@cache
def head(name: str) -> Head:
    """Return a head of `nlu/encoder/adapted.npz`. Raises `KeyError` if there is none of that name."""
    tensors = adapted_tensors(f"{name}.")
    return Head(
        tuple(str(each) for each in tensors[f"{name}.classes"]),
        np.ascontiguousarray(np.asarray(tensors[f"{name}.w"], np.float32).T),
        np.asarray(tensors[f"{name}.b"], np.float32),
    )


@dataclass(frozen=True, slots=True)
class Networks:
    """A few small networks with one hidden layer that were trained on the same texts; the mean of what they say counts.

    `hidden_weights` has the shape (networks, inputs, units), `hidden_bias` (networks, units), `weights` (networks,
    units, classes) and `bias` (networks, classes).
    """

    classes: tuple[str, ...]
    hidden_weights: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def of(cls, tensors: Mapping[str, NDArray[np.generic]], name: str) -> Self:
        """Return those of a name in the tensors of `nlu/adaptation`. Raises `KeyError` if there are none."""
        names = ("hidden_w", "hidden_b", "w", "b")
        layers = (np.asarray(tensors[f"{name}.{each}"], np.float32) for each in names)
        return cls(tuple(str(each) for each in tensors[f"{name}.classes"]), *layers)

    def probabilities(self, rows: NDArray[np.float32]) -> Scores:
        """Return the probabilities of the classes, of which one is right, for each row."""
        hidden = np.maximum(rows @ self.hidden_weights + self.hidden_bias[:, None], 0)
        scores = hidden @ self.weights + self.bias[:, None]
        powers = np.exp(scores - scores.max(axis=2, keepdims=True))
        probabilities: Scores = (powers / powers.sum(axis=2, keepdims=True)).mean(axis=0)
        return probabilities


@cache
def networks(name: str) -> Networks:
    """Return networks of `nlu/encoder/adapted.npz`. Raises `KeyError` if there are none of that name."""
    return Networks.of(adapted_tensors(f"{name}."), name)
