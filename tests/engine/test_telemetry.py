"""Rasa's makers learn nothing of how it is used."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What Rasa would send needs a name looked up: the lookup is noted and refused, so that no test reaches the network.
REPORTING = """
import os, sys
from bot.service.commands import prepare
prepare("INFO")
import rasa.telemetry
if "allowed" in sys.argv:
    os.environ["RASA_TELEMETRY_ENABLED"] = "true"
tried = []
def refuse(event, arguments):
    if event in {"socket.getaddrinfo", "socket.connect"}:
        tried.append(event)
        raise OSError("no network here")
sys.addaudithook(refuse)
rasa.telemetry.initialize_telemetry()
rasa.telemetry.track_shell_started("telegram")
# Rasa reports for customers only, whom it knows by this.
rasa.telemetry.ensure_telemetry_enabled(rasa.telemetry._track)("Turn", {}, {"license_hash": "x"})
print("reports" if tried else "silent")
"""


@pytest.mark.parametrize(("argument", "reports"), [("as it is", "silent"), ("allowed", "reports")])
def test_nothing_is_reported(argument: str, reports: str, tmp_path: Path) -> None:
    """Where a key is there and the environment asks for reports, our process sends none; Rasa alone would."""
    environment = {
        "HOME": str(tmp_path),
        "RASA_TELEMETRY_ENABLED": "true",
        "RASA_TELEMETRY_WRITE_KEY": "key",
    }
    command = [sys.executable, "-c", REPORTING, argument]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    assert done.stdout.split("\n")[-2] == reports
