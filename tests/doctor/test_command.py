"""`waylight doctor` as an operator runs it."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level
from bot.doctor.runner import _run_check, format_report
from tests.doctor.helpers import ACCOUNT, AUTH_TOKEN, SECRET, STATE_KEY, TOKEN, make_settings

pytestmark = pytest.mark.slow

NUMBER = "+15005550006"


def doctor(folder: Path, *options: str, **given: str) -> "subprocess.CompletedProcess[str]":
    """Run the command in an environment that holds only `given`."""
    environment = {"PATH": os.environ["PATH"], "WAYLIGHT_DATA_DIR": str(folder), **given}
    command = [sys.executable, "-m", "bot", "doctor", *options]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_demo_has_no_fault(tmp_path: Path) -> None:
    """A fresh installation has warnings but no fault, and the command changes nothing."""
    result = doctor(tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "No network is connected" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_reports_faults_without_secrets(tmp_path: Path) -> None:
    """With everything wrong the command exits with 1, also with --json, and prints no secret, number or id."""
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
        result = doctor(tmp_path, *options, **given)
        assert result.returncode == 1
        for secret in (TOKEN, SECRET, ACCOUNT, AUTH_TOKEN, NUMBER, STATE_KEY, "lq9Zr3Tn", "127.0.0.1"):
            assert secret not in result.stdout + result.stderr
    report = json.loads(result.stdout)
    assert report["worst"] == "fault"
    faults = {finding["about"] for finding in report["findings"] if finding["level"] == "fault"}
    assert faults >= {
        "Redis",
        "Telegram",
        "Twilio",
    }


def test_reports_placeholder_secret(tmp_path: Path) -> None:
    """A setting that the service refuses is a fault like any other."""
    result = doctor(tmp_path, WAYLIGHT_TELEGRAM_SECRET="changeme")
    assert result.returncode == 1
    assert "fault    settings  WAYLIGHT_TELEGRAM_SECRET: this is a placeholder" in result.stdout


async def test_failed_check_is_a_fault(tmp_path: Path) -> None:
    """A check that raises becomes a fault that names the place but not the exception's text."""

    async def check(_: Settings):  # noqa: ANN202 - a generator of findings
        yield Finding("thing", Level.OK, "The first half is in order.")
        raise ValueError(TOKEN)

    found = await _run_check("thing", check, make_settings(tmp_path))
    assert [finding.level for finding in found] == [Level.OK, Level.ERROR]
    assert "ValueError at test_command.py" in found[1].says
    assert TOKEN not in found[1].says


async def test_slow_check_is_a_fault(tmp_path: Path) -> None:
    """A check that takes too long becomes a fault; what it found before counts."""

    async def check(_: Settings):  # noqa: ANN202 - a generator of findings
        yield Finding("thing", Level.OK, "The first half is in order.")
        await asyncio.Event().wait()

    found = await _run_check("thing", check, make_settings(tmp_path), timeout=0.05)
    assert [finding.level for finding in found] == [Level.OK, Level.ERROR]
    assert "TimeoutError" in found[1].says


def test_report_ends_with_worst() -> None:
    """The report ends with the most serious findings and the counts."""
    broken, whole = Finding("thing", Level.ERROR, "It is broken."), Finding("other thing", Level.OK, "It is whole.")
    assert format_report([broken, whole]).splitlines() == [
        "ok       other thing  It is whole.",
        "fault    thing        It is broken.",
        "",
        "1 fault, 0 warning, 1 ok",
    ]
