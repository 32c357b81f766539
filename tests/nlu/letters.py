"""A small real encoder for small models: a vector from the letters of a text."""

import numpy as np

from nlu.text.sentence_encoder import Vectors


class Letters:
    """Counts the letters a to p; keeps which texts it was asked for."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Vectors:
        """Return one row of length 1 a text, shape (texts, 16)."""
        self.asked += texts
        counts = np.array([[1 + text.count(letter) for letter in "abcdefghijklmnop"] for text in texts], np.float32)
        rows: Vectors = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return rows
