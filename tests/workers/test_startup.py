"""What `waylight run` rejects before anything is loaded, and the size of the supervisor."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.core.settings import Settings

_CONNECTED = {"WAYLIGHT_TWILIO_AUTH_TOKEN": "3f" * 16}
_SHARED = {"WAYLIGHT_REDIS_URL": "redis://127.0.0.1:1/0", "WAYLIGHT_STATE_KEY": "5a" * 32}


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Remove all our settings from the environment except an empty data folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"WAYLIGHT_{name.upper()}", raising=False)
    monkeypatch.setenv("WAYLIGHT_DATA_DIR", str(tmp_path))


def _rejected(monkeypatch: pytest.MonkeyPatch, *arguments: str, **settings: str) -> str:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(app, ["run", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def test_workers_need_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several workers without Redis are rejected in one sentence."""
    said = _rejected(monkeypatch, "--workers", "2", **_CONNECTED)
    assert said.startswith("WAYLIGHT_REDIS_URL: several workers need it")
    assert said.count("\n") == 1


def test_new_generation_needs_redis(tmp_path: Path) -> None:
    """A new generation is rejected in the same sentence before anything is loaded: settings may have changed."""
    sockets = ["3", "4"]
    command = [
        sys.executable,
        "-m",
        "bot.service.worker_commands",
        "generation",
        "--ready-fd",
        "5",
        "--supervisor",
        str(os.getpid()),
    ]
    environment = {**os.environ, **_CONNECTED, "WAYLIGHT_WORKERS": "1"}
    done = subprocess.run(
        [*command, "--replaces", *sockets], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("WAYLIGHT_REDIS_URL: several workers need it")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("workers", ["1", "2"])
def test_reports_port_in_use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, workers: str) -> None:
    """A taken port is reported before a model is loaded, also if the other service would share it."""
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as taken:
        port = str(taken.getsockname()[1])
        said = _rejected(monkeypatch, "--port", port, "--workers", workers, **_CONNECTED, **_SHARED)
    assert said.startswith(f"Port {port} on 127.0.0.1 can't be used")
    assert list(tmp_path.iterdir()) == []


def test_reports_foreign_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is not of this machine is named."""
    assert "on 192.0.2.1 can't be used" in _rejected(monkeypatch, WAYLIGHT_HOST="192.0.2.1", **_CONNECTED)


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104  what is to be tested
        ("::", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("10.1.2.3", "http://10.1.2.3:8000"),
    ],
)
def test_local_url(monkeypatch: pytest.MonkeyPatch, host: str, here: str) -> None:
    """Commands on the same machine find the service on whatever address it listens."""
    monkeypatch.setenv("WAYLIGHT_HOST", host)
    assert Settings().local_url == here


def test_demo_is_local(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo is one process that only this machine can reach, whatever the settings."""
    monkeypatch.setenv("WAYLIGHT_HOST", "0.0.0.0")  # noqa: S104  what is to be tested
    monkeypatch.setenv("WAYLIGHT_WORKERS", "4")
    demo = Settings().with_demo_secrets()
    assert (str(demo.host), demo.workers) == ("127.0.0.1", 1)


def test_supervisor_imports_little() -> None:
    """The supervisor imports nothing of the service."""
    heavy = {
        "fastapi",
        "numpy",
        "pydantic",
        "rasa.core",
        "sqlalchemy",
        "telegram",
        "twilio",
        "uvicorn",
        "bot.core.settings",
    }
    asked = "import sys, bot.service.worker_commands, bot.workers.supervisor; print(*sys.modules)"
    imported = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert "bot.workers.supervisor" in imported
    assert not heavy & set(imported)
