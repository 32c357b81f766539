"""`waylight doctor` as an operator runs it."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level
from bot.doctor.runner import _looked, told
from tests.doctor.looking import ACCOUNT, AUTH_TOKEN, SECRET, STATE_KEY, TOKEN, settings

NUMBER = "+15005550006"


def doctor(folder: Path, *options: str, **given: str) -> "subprocess.CompletedProcess[str]":
    """Run the command in an environment that holds `given` alone."""
    environment = {"PATH": os.environ["PATH"], "WAYLIGHT_DATA_DIR": str(folder), **given}
    command = [sys.executable, "-m", "bot", "doctor", *options]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_a_demo_has_no_fault(tmp_path: Path) -> None:
    """A fresh installation has warnings and no fault, and is not changed by looking."""
    said = doctor(tmp_path)
    assert (said.returncode, said.stderr) == (0, "")
    assert "No network is connected" in said.stdout
    assert list(tmp_path.iterdir()) == []


def test_faults_are_told_and_nothing_secret_is(tmp_path: Path) -> None:
    """With everything wrong it exits with 1, says so for programs too, and prints no secret, number or id."""
    given = {
        "WAYLIGHT_TELEGRAM_TOKEN": TOKEN,
        "WAYLIGHT_TELEGRAM_SECRET": SECRET,
        "WAYLIGHT_TELEGRAM_API_URL": "http://127.0.0.1:9",
        "WAYLIGHT_TWILIO_ACCOUNT_SID": ACCOUNT,
        "WAYLIGHT_TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "WAYLIGHT_TWILIO_NUMBER": NUMBER,
        "WAYLIGHT_TWILIO_API_URL": "http://127.0.0.1:9",
        "WAYLIGHT_PUBLIC_URL": "https://127.0.0.1:9",
        "WAYLIGHT_REDIS_URL": "redis://:lq9Zr3Tn@127.0.0.1:9/0",
        "WAYLIGHT_STATE_KEY": STATE_KEY,
        "WAYLIGHT_DATABASE_URL": "postgresql://waylight:lq9Zr3Tn@127.0.0.1:9/waylight",
    }
    for options in ((), ("--json",)):
        said = doctor(tmp_path, *options, **given)
        assert said.returncode == 1
        for secret in (TOKEN, SECRET, ACCOUNT, AUTH_TOKEN, NUMBER, STATE_KEY, "lq9Zr3Tn", "127.0.0.1"):
            assert secret not in said.stdout + said.stderr
    found = json.loads(said.stdout)
    assert found["worst"] == "fault"
    assert {one["about"] for one in found["findings"] if one["level"] == "fault"} >= {"Redis", "Telegram", "Twilio"}


def test_a_placeholder(tmp_path: Path) -> None:
    """A setting that the service would refuse is a fault like others."""
    said = doctor(tmp_path, WAYLIGHT_TELEGRAM_SECRET="changeme")
    assert said.returncode == 1
    assert "fault    settings  WAYLIGHT_TELEGRAM_SECRET: this is a placeholder" in said.stdout


async def test_a_look_that_fails(tmp_path: Path) -> None:
    """What breaks while it is looked at is a fault that names where, and not what stood there."""

    async def look(_: Settings):  # noqa: ANN202 - a generator of findings
        yield Finding("thing", Level.OK, "The first half is in order.")
        raise ValueError(TOKEN)

    found = await _looked(look, settings(tmp_path))
    assert [one.level for one in found] == [Level.OK, Level.FAULT]
    assert "ValueError at test_command.py" in found[1].says
    assert TOKEN not in found[1].says


async def test_a_look_that_never_ends(tmp_path: Path) -> None:
    """What takes too long is a fault, so that the whole ends in time; what was found until then counts."""

    async def look(_: Settings):  # noqa: ANN202 - a generator of findings
        yield Finding("thing", Level.OK, "The first half is in order.")
        await asyncio.Event().wait()

    found = await _looked(look, settings(tmp_path), within=0.05)
    assert [one.level for one in found] == [Level.OK, Level.FAULT]
    assert "TimeoutError" in found[1].says


def test_what_is_wrong_stands_last() -> None:
    """Whoever reads the end of the screen reads the worst, and how much of it there is."""
    broken, whole = Finding("thing", Level.FAULT, "It is broken."), Finding("other thing", Level.OK, "It is whole.")
    assert told([broken, whole]).splitlines() == [
        "ok       other thing  It is whole.",
        "fault    thing        It is broken.",
        "",
        "1 fault, 0 warning, 1 ok",
    ]
