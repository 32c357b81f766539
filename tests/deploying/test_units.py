"""The units, checked by systemd if the machine has it."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploying.files import DEPLOYING, instructions, unit

SERVICES = ["waylight.service", "waylight-doctor.service", "waylight-backup.service"]
SAFE = 20
"""systemd's exposure score, of 100: below 20 is "safe" and "ok"."""
OLDEST = 254
"""The first systemd with ImportCredential=."""


def version() -> int:
    """Return the version of this machine's systemd, or 0 without it."""
    program = shutil.which("systemd-analyze")
    if not program:
        return 0
    output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=60)
    match = re.match(r"systemd (\d+)", output.stdout)
    assert match, output.stdout
    return int(match[1])


needs_systemd = pytest.mark.skipif(version() < OLDEST, reason=f"no systemd {OLDEST} or newer is on this machine")


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return a folder of units with ours in it, installed as the guide says."""
    units = tmp_path / "etc" / "systemd" / "system"
    for folder in ("waylight.service.d", "waylight-.service.d"):
        (units / folder).mkdir(parents=True)
        shutil.copy(DEPLOYING / "waylight.conf", units / folder)
    for name in (*SERVICES, "waylight-backup.timer"):
        shutil.copy(DEPLOYING / name, units)
    return units


def analyze(units: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run systemd-analyze on the units of a folder."""
    environment = {"PATH": "/usr/bin:/bin", "SYSTEMD_UNIT_PATH": f"{units}:"}
    command = ["systemd-analyze", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)


@needs_systemd
def test_systemd_accepts_the_units(installed: Path) -> None:
    """Systemd finds no errors, except that the program isn't installed."""
    result = analyze(installed, "verify", *(str(installed / name) for name in (*SERVICES, "waylight-backup.timer")))
    errors = [line for line in result.stderr.splitlines() if "is not executable: No such file" not in line]
    assert errors == []


@needs_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_services_are_sandboxed(installed: Path, name: str) -> None:
    """An attacker who takes over the service gets little of the machine."""
    result = analyze(installed, "security", "--offline=true", f"--threshold={SAFE}", str(installed / name))
    assert result.returncode == 0, result.stdout


def test_oversized_worker_is_killed_alone() -> None:
    """Linux kills one process, and the supervisor forks another; systemd does not stop the rest."""
    assert unit("waylight.service")["Service"]["OOMPolicy"] == ["continue"]


def test_commands_are_killed_before_the_service() -> None:
    """When the machine's memory runs out, Linux kills a training or a backup, and the service goes on."""
    assert int(unit("waylight.service")["Service"]["OOMScoreAdjust"][0]) < 0
    assert "OOMScoreAdjust" not in unit("waylight.conf")["Service"]


def test_typed_commands_stay_out_of_the_journal() -> None:
    """Systemd logs a unit's description, which by default is the command with everything that staff typed."""
    [started] = [line for line in instructions("waylight.sh") if "systemd-run" in line]
    options = shlex.split(started.partition("/opt/waylight")[0])
    assert "--description=A command of Waylight" in options


def test_backup_has_a_timer() -> None:
    """The timer has the service's name."""
    assert unit("waylight-backup.timer")["Timer"]["OnCalendar"]
    assert (DEPLOYING / "waylight-backup.service").exists()
