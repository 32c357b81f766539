"""Settings, secrets and assertions for tests of checks."""

from pathlib import Path
from typing import Any

from bot.core.settings import Settings
from bot.doctor.finding import Check, Finding, Level

TOKEN, SECRET = "123456:" + "a" * 35, "Kf3-oq8Zr_w1Tn6Xb9Lm4Vc7Hs2Jd5Gp"
ACCOUNT, AUTH_TOKEN = "AC" + "0" * 32, "8f3b1c9d7e5a2046b8c1d3e5f7a90b2c"
STATE_KEY = "5d1f8c3a9e7b2046f8a1c3e5d7b90f2c4e6a8b0d1f3c5e7a9b2d4f6081a3c5e7"
PUBLIC = "https://hotline.example.org"


def make_settings(folder: Path, **given: Any) -> Settings:
    """Return settings of an installation in `folder`."""
    return Settings(data_dir=folder, **given)


async def run_check(check: Check, settings: Settings) -> list[Finding]:
    """Return all findings of a check."""
    return [finding async for finding in check(settings)]


def problems(found: list[Finding]) -> dict[str, Level]:
    """Return the findings that are not OK: sentence -> level."""
    return {finding.says: finding.level for finding in found if finding.level is not Level.OK}


def has_finding(found: list[Finding], part: str, level: Level) -> bool:
    """Return whether a finding contains `part` and has this level."""
    return any(part in finding.says and finding.level is level for finding in found)
