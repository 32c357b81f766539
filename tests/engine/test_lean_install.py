"""Where the stand-ins are, and where they are not: each time in a Python of its own."""

import subprocess
import sys
from pathlib import Path

import pytest


def said(code: str, *, beside: Path | None = None) -> str:
    """Run `code` in this environment, with the packages in `beside` installed too, and return what it prints."""
    command = [sys.executable, "-W", "ignore", "-c", code]
    environment = {"PYTHONPATH": str(beside)} if beside else {}
    return subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout.strip()


def installed(folder: Path, name: str) -> Path:
    """Make a package with this name that is really there."""
    package = folder / name
    package.mkdir()
    (package / "__init__.py").write_text('real = "yes"\n')
    return folder


def test_at_every_start() -> None:
    """Every Python of this environment has the stand-ins without a word from us, as the stock `rasa` needs it."""
    assert said("import tensorflow; print(type(tensorflow).__name__)") == "_StandInModule"


def test_where_tensorflow_is_installed(tmp_path: Path) -> None:
    """A TensorFlow that is there is used, and no stand-ins are."""
    code = "import sys, tensorflow; print(tensorflow.real, any('StandIn' in repr(f) for f in sys.meta_path))"
    assert said(code, beside=installed(tmp_path, "tensorflow")) == "yes False"


@pytest.mark.parametrize("name", ["keras", "tensorflow_text", "tensorflow_hub"])
def test_an_installed_package_is_never_shadowed(tmp_path: Path, name: str) -> None:
    """Where TensorFlow is absent but one of its companions is there, that one is used."""
    code = f"import tensorflow, {name}; print({name}.real, type(tensorflow).__name__)"
    assert said(code, beside=installed(tmp_path, name)) == "yes _StandInModule"


def test_stock_rasa_command() -> None:
    """`python -m rasa` starts."""
    assert "Rasa Version" in said(
        "import runpy, sys; sys.argv = ['rasa', '--version']; runpy.run_module('rasa', run_name='__main__')"
    )
