"""The units, checked by systemd if the machine has it."""

import os
import re
import shlex
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.deploying.files import DEPLOYING, ROOT, instructions, unit

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


def test_connections_do_not_run_out() -> None:
    """The service may have more connections than strangers can open one after the other within a timeout."""
    assert int(unit("waylight.conf")["Service"]["LimitNOFILE"][0]) > 10_000


def test_typed_commands_stay_out_of_the_journal() -> None:
    """Systemd logs a unit's description, which by default is the command with everything that staff typed."""
    [started] = [line for line in instructions("waylight.sh") if "systemd-run" in line]
    options = shlex.split(started.partition("/opt/waylight")[0])
    assert "--description=A command of Waylight" in options


def test_backup_has_a_timer() -> None:
    """The timer has the service's name."""
    assert unit("waylight-backup.timer")["Timer"]["OnCalendar"]
    assert (DEPLOYING / "waylight-backup.service").exists()


def test_old_backups_are_deleted_even_if_the_new_one_fails(tmp_path: Path) -> None:
    """Deleted data must not stay in backups for ever, but the newest backup stays, whatever its age; in both guides.

    systemd runs ExecStopPost= also after a failure (systemd.service(5)).
    """
    service = unit("waylight-backup.service")["Service"]
    assert "ExecStartPost" not in service
    [cron] = [line for line in (ROOT / "docs" / "operating.md").read_text("utf-8").splitlines() if "-mtime +30" in line]
    clean_up = shlex.split(service["ExecStopPost"][0])[-1]
    assert clean_up.replace('"$STATE_DIRECTORY"/', "") in cron.partition(";")[2]
    folder = tmp_path / "backups"
    folder.mkdir()
    for name, days in (("directory-1.zip", 50), ("directory-2.zip", 40), ("other.zip", 60)):
        (folder / name).touch()
        os.utime(folder / name, (time.time() - days * 86_400,) * 2)
    subprocess.run(["sh", "-c", clean_up], check=True, env={**os.environ, "STATE_DIRECTORY": str(tmp_path)})  # noqa: S607
    assert {path.name for path in folder.iterdir()} == {"directory-2.zip", "other.zip"}
