"""Stand-ins for TensorFlow: good enough to import, useless for everything else."""

import sys
from importlib import import_module
from typing import Any

import pytest

from bot.engine.rasa_patches.without_tensorflow import STOOD_IN_FOR, TensorFlowLeftOutError, _StandInFinder, install

tf: Any = import_module("tensorflow")


def test_the_environment_has_no_tensorflow() -> None:
    """Everything else in this file is about stand-ins."""
    assert isinstance(tf.__spec__.loader, _StandInFinder)


@pytest.mark.parametrize("name", [*STOOD_IN_FOR, "tensorflow.keras.layers", "tensorflow.python.ops.anything"])
def test_modules_can_be_imported(name: str) -> None:
    """Modules at any depth are there, and every attribute of theirs is a class."""
    module: Any = import_module(name)
    assert all(isinstance(found, type) for found in (module.Anything, module.Anything.Deeper.Still))


def test_protocol_names_are_missing() -> None:
    """What Python asks for by a name of its own, such as `__wrapped__`, is truthfully missing."""
    assert not hasattr(tf, "__wrapped__")
    assert not hasattr(tf.keras, "__wrapped__")


def test_subclass() -> None:
    """A class can be built from a stand-in, together with other classes."""

    class Layer(tf.keras.layers.Layer, dict):  # type: ignore[misc, type-arg]
        """What Rasa does at import time."""

    assert issubclass(Layer, dict)


def test_subclasses_refuse_to_work() -> None:
    """What is built from a stand-in says why it can't work, by the component's own name."""

    class Model(tf.keras.Model):  # type: ignore[misc]
        """A neural component of Rasa's."""

    class Special(Model):
        """One that is built from another."""

    for component in (Model, Special):
        with pytest.raises(TensorFlowLeftOutError, match=rf"\.{component.__name__} needs TensorFlow.*docs/adr/0002"):
            component(1, units=2)


def test_call() -> None:
    """A stand-in itself can be called with anything, as Rasa does for its constants."""
    assert isinstance(tf.constant(1.0, dtype=tf.float32), type)
    assert isinstance(tf.Variable(), type)


def test_decorate() -> None:
    """A decorator leaves a function as it was, with arguments or without."""

    @tf.function  # type: ignore[untyped-decorator]
    def plain() -> int:
        return 1

    @tf.function(input_signature=[tf.TensorSpec(None)])  # type: ignore[untyped-decorator]
    def told() -> int:
        return 2

    assert (plain(), told()) == (1, 2)


def test_annotate() -> None:
    """Annotations of every kind can be written with a stand-in."""
    assert tf.Tensor | None
    assert None | tf.Tensor
    assert tf.Tensor | tf.RaggedTensor
    assert tf.data.Dataset[tf.Tensor, "anything"]


def test_nothing_is_an_instance() -> None:
    """No value is taken for a tensor."""
    assert not isinstance(1.0, tf.Tensor)


def test_install_twice() -> None:
    """Installing again changes nothing, and the stand-ins come after every real finder."""
    install()
    finders = [finder for finder in sys.meta_path if isinstance(finder, _StandInFinder)]
    assert len(finders) == 1


def test_other_names_stay_missing() -> None:
    """Only TensorFlow's own packages are stood in for."""
    assert _StandInFinder().find_spec("tensorflower") is None
    with pytest.raises(ModuleNotFoundError):
        import_module("torch_that_nobody_has")
