"""The layers that were trained on our texts."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from nlu.encoder.adapted_layers import STEPS, adapted_tensors, quantize
from nlu.encoder.packed_model import PackedModel

WEIGHTS = st_numpy.arrays(
    np.float32,
    st_numpy.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=12),
    elements=st.floats(2**-10, 4, width=32).flatmap(lambda size: st.sampled_from([size, -size])),
)


@given(WEIGHTS)
def test_quantized_weights_are_close(weights: np.ndarray) -> None:  # type: ignore[type-arg]
    """Each weight is half a step away at most, and seven bits hold each step."""
    steps, scales = quantize(weights)
    assert steps.dtype == np.int8
    assert np.abs(steps.astype(int)).max() <= STEPS
    assert scales.shape == (len(weights),)
    assert (np.abs(steps * scales[:, None] - weights) <= scales[:, None] * 0.501).all()


def test_tensors_fit_the_network() -> None:
    """Each adapted tensor replaces one of the same size; a matrix is in steps, with a scale for each output."""
    model, tensors = PackedModel.open(), adapted_tensors()
    layers = {name: tensor for name, tensor in tensors.items() if re.match(r"l\d+\.", name)}
    assert layers
    for name, tensor in layers.items():
        if name.endswith(".s"):
            assert tensor.shape == tensors[name[:-1] + "w"].shape[:1]
            assert (np.asarray(tensor, np.float32) > 0).all()
            continue
        assert tensor.size == model.tensors[name].values
        if tensor.ndim > 1:
            assert tensor.dtype == np.int8
            assert np.abs(np.asarray(tensor, int)).max() <= STEPS


def test_only_the_last_layers_are_adapted() -> None:
    """The first layers, which know the languages, are left as they are."""
    layers = {int(match[1]) for name in adapted_tensors() if (match := re.match(r"l(\d+)\.", name))}
    assert layers == {8, 9, 10, 11}


def test_all_numbers_are_finite() -> None:
    """No tensor has a NaN, which would make every text the same."""
    for name, tensor in adapted_tensors().items():
        assert name.endswith(".classes") or np.isfinite(np.asarray(tensor, np.float32)).all(), name


def test_reads_only_the_tensors_asked_for() -> None:
    """A prefix selects tensors: the heads do not load the layers."""
    assert adapted_tensors("l8.").keys() == {name for name in adapted_tensors() if name.startswith("l8.")}
    assert not adapted_tensors("no such tensor")
