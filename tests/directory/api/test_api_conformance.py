"""Schemathesis, from an environment of its own, finds nothing: neither by the standard's document nor by ours."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.directory.api import standard
from tests.directory.api.rich import fill
from tests.directory.api.serving import served

ENVIRONMENT = Path(__file__).parents[2] / "conformance" / ".venv" / "bin"

# The standard's document bounds nothing: that page 0 and a format "" are refused is no fault. Nor is it one
# that lists answer POST too, of which it says nothing.
STANDARDS_CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "404", "422"]
[checks.unsupported_method]
enabled = false
[checks.allow_header_conformance]
enabled = false
"""


@pytest.fixture
def schemathesis() -> Path:
    """The command."""
    command = ENVIRONMENT / "schemathesis"
    if not command.exists():
        pytest.skip("`uv sync --project tests/conformance` has not been run")
    return command


@pytest.fixture
def running(own_engine: Engine) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a running API, and the ids of our organization."""
    with own_engine.begin() as connection:
        ids = fill(connection)
    with served(own_engine) as address:
        yield address, ids


def judged(command: Path, folder: Path, *arguments: str, config: str = "") -> None:
    """Run schemathesis; show what it found."""
    path = folder / "schemathesis.toml"
    path.write_text(config)
    fixed = ("--seed", "3", "--max-examples", "8", "--no-color", "--generation-database", "none")
    done = subprocess.run(
        [command, "--config-file", path, "run", *arguments, *fixed],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]


def test_by_the_standards_document(
    schemathesis: Path, running: tuple[str, dict[str, str]], hsds: Path, tmp_path: Path
) -> None:
    """What the standard's OpenAPI document promises is kept, at the addresses of real objects too."""
    address, ids = running
    document = standard.openapi(hsds.parent)
    for path, name in standard.OBJECTS.items():
        document["paths"][path]["parameters"][0]["example"] = ids[name]
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document))
    judged(schemathesis, tmp_path, str(file), "--url", address, config=STANDARDS_CONFIG)


def test_by_our_own_document(schemathesis: Path, running: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    """What our own OpenAPI document promises is kept, and nothing that it forbids is accepted."""
    judged(schemathesis, tmp_path, f"{running[0]}/openapi.json")
