"""Rasa does not report to its makers how it is used."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

ROOT = Path(__file__).parents[3]
# A report needs a name lookup: the lookup is noted and refused, so that no test reaches the network.
REPORT = """
import os, sys
from bot.service.commands import prepare
prepare("INFO")
import rasa.telemetry
if "stock" in sys.argv:
    os.environ["RASA_TELEMETRY_ENABLED"] = "true"
lookups = []
def refuse(event, arguments):
    if event in {"socket.getaddrinfo", "socket.connect"}:
        lookups.append(event)
        raise OSError("no network here")
sys.addaudithook(refuse)
rasa.telemetry.initialize_telemetry()
rasa.telemetry.track_shell_started("telegram")
# Rasa reports turns of customers only, which it knows by their license.
rasa.telemetry.ensure_telemetry_enabled(rasa.telemetry._track)("Turn", {}, {"license_hash": "x"})
print("reports" if lookups else "silent")
"""


@pytest.mark.parametrize(("argument", "result"), [("ours", "silent"), ("stock", "reports")])
def test_nothing_is_reported(argument: str, result: str, tmp_path: Path) -> None:
    """With a key and an environment that asks for reports our process sends none; stock Rasa would."""
    environment = {
        "HOME": str(tmp_path),
        "RASA_TELEMETRY_ENABLED": "true",
        "RASA_TELEMETRY_WRITE_KEY": "key",
    }
    command = [sys.executable, "-c", REPORT, argument]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    assert done.stdout.split("\n")[-2] == result
