"""Schemathesis, in its own environment, finds no errors by the standard's document and by ours."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.directory.api import standard_openapi
from tests.directory.api.api_server import serve_api
from tests.directory.api.sample_organization import insert_sample_organization

pytestmark = pytest.mark.slow

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
def running_api(own_engine: Engine) -> Iterator[tuple[str, dict[str, str]]]:
    """The URL of a running API, and the ids of the sample organization."""
    with own_engine.begin() as connection:
        ids = insert_sample_organization(connection)
    with serve_api(own_engine) as address:
        yield address, ids


def run_schemathesis(command: Path, folder: Path, *arguments: str, config: str = "") -> None:
    """Run schemathesis; fail with its output."""
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


def test_conforms_to_standard_openapi(
    schemathesis: Path, running_api: tuple[str, dict[str, str]], hsds: Path, tmp_path: Path
) -> None:
    """The API conforms to the standard's OpenAPI document, also at the URLs of real objects."""
    address, ids = running_api
    document = standard_openapi.openapi(hsds.parent)
    for path, name in standard_openapi.OBJECTS.items():
        document["paths"][path]["parameters"][0]["example"] = ids[name]
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document))
    run_schemathesis(schemathesis, tmp_path, str(file), "--url", address, config=STANDARDS_CONFIG)


def test_conforms_to_own_openapi(schemathesis: Path, running_api: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    """The API conforms to our own OpenAPI document and accepts nothing that it forbids."""
    run_schemathesis(schemathesis, tmp_path, f"{running_api[0]}/openapi.json")
