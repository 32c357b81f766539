"""What it runs on, and whether that still gets repairs."""

import platform
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from functools import partial
from importlib import metadata

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level

_REPAIRED_UNTIL = date(2027, 10, 31)
"""Python 3.11 gets no more security fixes after that (PEP 664)."""
_TRIED_ON = {("Linux", "x86_64")}

_finding = partial(Finding, "versions")


async def look(_: Settings) -> AsyncIterator[Finding]:
    """Yield what runs here, and where nobody has tried it."""
    system, kind = platform.system(), platform.machine()
    told = f"Waylight {metadata.version('waylight')}, Python {platform.python_version()}, {system} {kind}."
    yield _finding(Level.OK, told)
    if (system, kind) not in _TRIED_ON:
        yield _finding(
            Level.WARNING, "Waylight is tried on Linux x86_64 only: run its tests here before people use it."
        )
    for finding in _of_python(datetime.now(UTC).date()):
        yield finding


def _of_python(today: date) -> list[Finding]:
    if today <= _REPAIRED_UNTIL:
        return []
    return [_finding(Level.WARNING, "Python 3.11 gets no more repairs: ask for a Waylight that runs on a newer one.")]
