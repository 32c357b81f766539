"""systemd's own judgement of the units, where it is on the machine."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploying.files import DEPLOYING, instructions, unit

SERVICES = ["waylight.service", "waylight-doctor.service", "waylight-backup.service"]
SAFE = 20
"""Of 100, as systemd counts what a service could do to the machine: under 20 is "safe" and "ok"."""
OLDEST = 254
"""The first systemd that knows ImportCredential=."""


def version() -> int:
    """Return the version of this machine's systemd, 0 where there is none."""
    program = shutil.which("systemd-analyze")
    if not program:
        return 0
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=60)
    found = re.match(r"systemd (\d+)", said.stdout)
    assert found, said.stdout
    return int(found[1])


judging = pytest.mark.skipif(version() < OLDEST, reason=f"no systemd {OLDEST} or newer is on this machine")


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return a machine's folder of units with ours in it, as the guide installs them."""
    units = tmp_path / "etc" / "systemd" / "system"
    for folder in ("waylight.service.d", "waylight-.service.d"):
        (units / folder).mkdir(parents=True)
        shutil.copy(DEPLOYING / "waylight.conf", units / folder)
    for name in (*SERVICES, "waylight-backup.timer"):
        shutil.copy(DEPLOYING / name, units)
    return units


def judged(units: Path, *asked: str) -> "subprocess.CompletedProcess[str]":
    """Ask systemd about units of that folder."""
    environment = {"PATH": "/usr/bin:/bin", "SYSTEMD_UNIT_PATH": f"{units}:"}
    command = ["systemd-analyze", *asked]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)


@judging
def test_systemd_takes_the_units(installed: Path) -> None:
    """It finds no fault in any line, but that the program isn't there."""
    done = judged(installed, "verify", *(str(installed / name) for name in (*SERVICES, "waylight-backup.timer")))
    faults = [line for line in done.stderr.splitlines() if "is not executable: No such file" not in line]
    assert faults == []


@judging
@pytest.mark.parametrize("name", SERVICES)
def test_a_service_could_do_little_harm(installed: Path, name: str) -> None:
    """Whoever takes over the service gets little of the machine."""
    done = judged(installed, "security", "--offline=true", f"--threshold={SAFE}", str(installed / name))
    assert done.returncode == 0, done.stdout


def test_a_worker_that_takes_too_much_memory_ends_alone() -> None:
    """Linux ends one process, and the keeper forks another one; systemd does not end the others with it."""
    assert unit("waylight.service")["Service"]["OOMPolicy"] == ["continue"]


def test_commands_are_ended_before_the_service() -> None:
    """Where the machine's memory runs out Linux takes a training or a backup, and people go on being answered."""
    assert int(unit("waylight.service")["Service"]["OOMScoreAdjust"][0]) < 0
    assert "OOMScoreAdjust" not in unit("waylight.conf")["Service"]


def test_what_staff_type_stays_out_of_the_journal() -> None:
    """A unit's description is written down, which without one of ours is the command with all that was typed."""
    [started] = [line for line in instructions("waylight.sh") if "systemd-run" in line]
    options = shlex.split(started.partition("/opt/waylight")[0])
    assert "--description=A command of Waylight" in options


def test_the_backup_is_made_by_its_timer() -> None:
    """The timer's name is the service's."""
    assert unit("waylight-backup.timer")["Timer"]["OnCalendar"]
    assert (DEPLOYING / "waylight-backup.service").exists()
