"""Look as the doctor does, and say what must be found."""

from pathlib import Path
from typing import Any

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level, Look

TOKEN, SECRET = "123456:" + "a" * 35, "Kf3-oq8Zr_w1Tn6Xb9Lm4Vc7Hs2Jd5Gp"
ACCOUNT, AUTH_TOKEN = "AC" + "0" * 32, "8f3b1c9d7e5a2046b8c1d3e5f7a90b2c"
STATE_KEY = "5d1f8c3a9e7b2046f8a1c3e5d7b90f2c4e6a8b0d1f3c5e7a9b2d4f6081a3c5e7"
PUBLIC = "https://hotline.example.org"


def settings(folder: Path, **given: Any) -> Settings:
    """Return settings of an installation in `folder`."""
    return Settings(data_dir=folder, **given)


async def looked(look: Look, given: Settings) -> list[Finding]:
    """Return what is found."""
    return [finding async for finding in look(given)]


def wrong(found: list[Finding]) -> dict[str, Level]:
    """Return what is not in order: sentence -> how bad it is."""
    return {one.says: one.level for one in found if one.level is not Level.OK}


def finds(found: list[Finding], part: str, level: Level) -> bool:
    """Tell whether a sentence with this part is found, and is as bad."""
    return any(part in one.says and one.level is level for one in found)
