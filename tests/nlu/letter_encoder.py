"""A small deterministic encoder, for tests of what reads its vectors."""

from collections.abc import Sequence

import numpy as np

from nlu.encoder.sentence_encoder import Clauses, Vectors

WIDTH = 384


class LetterEncoder:
    """Counts letters; records the encoded messages."""

    def __init__(self) -> None:
        """Start without messages."""
        self.requested: list[Clauses] = []

    def encode(self, messages: Sequence[Clauses]) -> list[Vectors]:
        """Return (1 + clauses) rows of length 1 for each message, shape (1 + clauses, 384)."""
        self.requested += messages
        return [np.stack([_vector(text) for text in (" ".join(clauses), *clauses)]) for clauses in messages]


def _vector(text: str) -> Vectors:
    counts = np.ones(WIDTH, np.float32)
    for letter in text:
        counts[ord(letter) % WIDTH] += 1
    unit: Vectors = counts / np.linalg.norm(counts)
    return unit
