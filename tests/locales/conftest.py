"""A copy of the project in which catalogues can be changed, and its commands run."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return the folder of a copy of what the `languages` commands read, with what Python has compiled of it."""
    for package in ("bot", "directory", "locales"):
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copytree(ROOT / "nlu" / "data", tmp_path / "nlu" / "data")
    return tmp_path


@pytest.fixture
def run(tree: Path) -> Run:
    """Return a function that runs Python with these arguments on the copy."""

    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-W", "ignore", *arguments]
        return subprocess.run(
            call, cwd=tree, env={"PYTHONPATH": str(tree)}, capture_output=True, check=False, text=True
        )

    return python


@pytest.fixture
def waylight(run: Run) -> Run:
    """Return a function that runs a `waylight languages` command on the copy."""
    return lambda *words: run("-m", "bot", "languages", *words)
