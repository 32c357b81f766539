"""A small deterministic encoder for test models: a vector of letter counts."""

import numpy as np

from nlu.text.sentence_encoder import Vectors


class LetterEncoder:
    """Counts the letters a to p; records the encoded texts."""

    def __init__(self) -> None:
        """Start without texts."""
        self.requested: list[str] = []

    def encode(self, texts: list[str]) -> Vectors:
        """Return one row of norm 1 per text, shape (texts, 16)."""
        self.requested += texts
        counts = np.array([[1 + text.count(letter) for letter in "abcdefghijklmnop"] for text in texts], np.float32)
        rows: Vectors = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return rows
