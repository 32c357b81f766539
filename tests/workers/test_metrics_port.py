"""A metrics port that is taken, with one process and with several."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ports import free_port

ONE = ("bot", "run")
SEVERAL = (
    "bot.service.worker_commands",
    "supervise",
    "0",
    "--log-level",
    "INFO",
    "--log-format",
    "text",
    "--metrics",
    "127.0.0.1",
)


@pytest.mark.parametrize("command", [ONE, SEVERAL], ids=["one", "several"])
def test_reports_port_in_use(tmp_path: Path, command: tuple[str, ...]) -> None:
    """The error is one sentence, before anything is loaded."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        asked = command if command is ONE else (*command, port, "60")
        environment = {
            "WAYLIGHT_METRICS_PORT": port,
            "WAYLIGHT_DATA_DIR": str(tmp_path),
            "WAYLIGHT_PORT": str(free_port()),
        }
        said = subprocess.run(
            [sys.executable, "-m", *asked], capture_output=True, text=True, env=environment, check=False
        )
    assert said.returncode == 2
    assert said.stderr == "WAYLIGHT_METRICS_PORT can't be used (Address already in use): choose another.\n"
    assert list(tmp_path.iterdir()) == []
