"""Whether backups of the directory are still made: one that fails each night is noticed on the day it is needed.

Assumes the names and the folder of `docs/deploying/waylight-backup.service`. A demo has nothing to lose.
"""

import time
from collections.abc import AsyncIterator
from functools import partial

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level

_HOUR = 3600
_OLDEST = 48 * _HOUR
"""Seconds: one is made each night."""

_finding = partial(Finding, "backups")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield how old the newest one is."""
    folder = settings.data_dir / "backups"
    if settings.is_demo and not folder.is_dir():
        return
    newest = max((path.stat().st_mtime for path in folder.glob("directory-*.zip")), default=None)
    yield _judged(None if newest is None else time.time() - newest)


def _judged(age: float | None) -> Finding:
    """Judge the newest one's age in seconds, None where there is none."""
    if age is None:
        return _finding(Level.WARNING, "There is none in the data's folder: make one each night (docs/operating.md).")
    said = f"The newest is {max(0, age) / _HOUR:.0f} hours old"
    if age > _OLDEST:
        return _finding(Level.WARNING, f"{said}: see why the nightly one fails (`journalctl -u waylight-backup`).")
    return _finding(Level.OK, f"{said}.")
