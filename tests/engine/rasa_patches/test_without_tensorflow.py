"""Stand-ins for TensorFlow: good enough to import, useless for everything else."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bot.engine.rasa_patches.without_tensorflow import (
    REPLACED_PACKAGES,
    TensorFlowLeftOutError,
    _StandInFinder,
    install,
)
from tests.engine.rasa_patches.processes import run_python

tf: Any = import_module("tensorflow")


def test_rasa_imports_tensorflow() -> None:
    """Without the stand-ins stock Rasa can't be imported."""
    code = (
        "import sys\n"
        "sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != '_StandInFinder']\n"
        "try: import rasa.model_training, rasa.core.processor\n"
        "except ModuleNotFoundError as exc: print(exc.name)"
    )
    assert run_python(code) == "tensorflow"


def test_the_environment_has_no_tensorflow() -> None:
    """Everything else in this file is about stand-ins."""
    assert isinstance(tf.__spec__.loader, _StandInFinder)


@pytest.mark.parametrize("name", [*REPLACED_PACKAGES, "tensorflow.keras.layers", "tensorflow.python.ops.anything"])
def test_imports(name: str) -> None:
    """Modules at any depth can be imported, and every attribute of theirs is a class."""
    module: Any = import_module(name)
    assert all(isinstance(attribute, type) for attribute in (module.Anything, module.Anything.Deeper.Still))


def test_protocol_names_are_missing() -> None:
    """Names that Python looks up on its own, such as `__wrapped__`, are missing."""
    assert not hasattr(tf, "__wrapped__")
    assert not hasattr(tf.keras, "__wrapped__")


def test_subclass() -> None:
    """A class can derive from a stand-in, together with other classes."""

    class Layer(tf.keras.layers.Layer, dict):  # type: ignore[misc, type-arg]
        """What Rasa does at import time."""

    assert issubclass(Layer, dict)


def test_subclasses_refuse_to_work() -> None:
    """A class that derives from a stand-in raises when it is used, and names itself and the reason."""

    class Model(tf.keras.Model):  # type: ignore[misc]
        """A neural component of Rasa."""

    class Special(Model):
        """A component that derives from another one."""

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
    def with_arguments() -> int:
        return 2

    assert (plain(), with_arguments()) == (1, 2)


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
    """Installing again changes nothing."""
    install()
    assert len([finder for finder in sys.meta_path if isinstance(finder, _StandInFinder)]) == 1


def test_other_names_stay_missing() -> None:
    """Only TensorFlow's own packages have stand-ins."""
    assert _StandInFinder().find_spec("tensorflower") is None
    with pytest.raises(ModuleNotFoundError):
        import_module("torch_that_nobody_has")


def make_package(folder: Path, name: str) -> Path:
    """Make a real package with this name."""
    package = folder / name
    package.mkdir()
    (package / "__init__.py").write_text('real = "yes"\n')
    return folder


def test_every_python_of_the_environment_has_them() -> None:
    """A new process has the stand-ins without any import of ours, as the stock `rasa` command needs them."""
    assert run_python("import tensorflow; print(type(tensorflow).__name__)") == "_StandInModule"


def test_an_installed_tensorflow_is_used(tmp_path: Path) -> None:
    """If TensorFlow is installed there are no stand-ins."""
    code = "import sys, tensorflow; print(tensorflow.real, any('StandIn' in repr(f) for f in sys.meta_path))"
    assert run_python(code, beside=make_package(tmp_path, "tensorflow")) == "yes False"


@pytest.mark.parametrize("name", ["keras", "tensorflow_text", "tensorflow_hub"])
def test_an_installed_package_is_never_shadowed(tmp_path: Path, name: str) -> None:
    """If only a companion of TensorFlow is installed, that one is used."""
    code = f"import tensorflow, {name}; print({name}.real, type(tensorflow).__name__)"
    assert run_python(code, beside=make_package(tmp_path, name)) == "yes _StandInModule"


def test_the_stock_rasa_command_starts() -> None:
    """`python -m rasa` starts."""
    code = "import runpy, sys; sys.argv = ['rasa', '--version']; runpy.run_module('rasa', run_name='__main__')"
    assert "Rasa Version" in run_python(code)
