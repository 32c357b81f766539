"""What failed beside all the others is tried once more, and no more than that."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.again import AT_MOST, NEVER, failed_in

ROOT = Path(__file__).parents[1]
_FAILS_ONCE = """
from pathlib import Path
def test_late():
    was = Path("late").exists()
    Path("late").touch()
    assert was
"""
_FAILS = "def test_wrong():\n    assert False\n"


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Return a folder of tests that nobody configures, in which no part has run."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


def test_nothing_failed(parts: Path) -> None:
    """Nothing is run where all is well."""
    _part(parts, "one", "def test_well():\n    assert True\n")
    assert _again(parts).returncode == 0
    assert failed_in(parts / "parts") == []


def test_what_fails_only_beside_others(parts: Path) -> None:
    """It is tried alone, and named."""
    _part(parts, "one", _FAILS_ONCE)
    again = _again(parts)
    assert again.returncode == 0
    assert again.stdout.rstrip().endswith("to be mended:\n  test_one.py")


def test_what_fails_alone_too(parts: Path) -> None:
    """One that fails again is enough."""
    _part(parts, "one", _FAILS_ONCE)
    _part(parts, "two", _FAILS)
    assert _again(parts).returncode == 1


def test_too_many(parts: Path) -> None:
    """Where much fails nothing is tried again."""
    for number in range(AT_MOST + 1):
        _part(parts, f"n{number}", _FAILS_ONCE.replace("late", f"late{number}"))
    again = _again(parts)
    assert again.returncode == 1
    assert "passed" not in again.stdout


@pytest.mark.parametrize("folder", NEVER)
def test_what_is_promised_of_load(parts: Path, folder: str) -> None:
    """Whoever is lost or hears something twice under load is lost: it is not tried again."""
    (parts / folder).mkdir(parents=True)
    _part(parts, "one", _FAILS_ONCE, folder)
    again = _again(parts)
    assert again.returncode == 1
    assert "passed" not in again.stdout


def _part(folder: Path, name: str, content: str, within: str = "") -> None:
    """Run a part of one file as the Makefile does."""
    file = f"{within}test_{name}.py"
    (folder / file).write_text(content)
    command = [sys.executable, "-m", "pytest", "-o", f"cache_dir=parts/{name}", file]
    subprocess.run(command, cwd=folder, check=False, capture_output=True)


def _again(folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.again", "parts"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=settings, check=False, capture_output=True, text=True)
