"""Runs all checks side by side and reports what they find."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from bot.core.settings import Settings
from bot.doctor.content import check_catalogues, check_directory, check_model
from bot.doctor.database import check_backups, check_database
from bot.doctor.files import check_files
from bot.doctor.finding import Check, Finding, Level
from bot.doctor.host import check_clock, check_disk, check_machine, check_memory, check_versions
from bot.doctor.settings import check_address, check_settings
from bot.doctor.state import check_redis, check_workers
from bot.doctor.telegram import check_telegram
from bot.doctor.twilio import check_twilio
from bot.privacy.exceptions import describe_exception

CHECKS: Final[Mapping[str, Check]] = {
    "versions": check_versions,
    "settings": check_settings,
    "files": check_files,
    "machine": check_machine,
    "memory": check_memory,
    "disk": check_disk,
    "workers": check_workers,
    "address": check_address,
    "clock": check_clock,
    "state": check_redis,
    "database": check_database,
    "directory": check_directory,
    "backups": check_backups,
    "model": check_model,
    "catalogues": check_catalogues,
    "telegram": check_telegram,
    "twilio": check_twilio,
}
"""Name of a check -> the check, in the order of the report."""
_TIMEOUT = 45
"""Seconds for all checks together: with its start the command answers within a minute."""


async def run_checks(settings: Settings) -> list[Finding]:
    """Return what all checks find. A check that fails is reported as an error and stops no other."""
    results = await asyncio.gather(*(_run_check(name, check, settings) for name, check in CHECKS.items()))
    return [finding for findings in results for finding in findings]


async def _run_check(name: str, check: Check, settings: Settings, timeout: float = _TIMEOUT) -> list[Finding]:  # noqa: ASYNC109 - what it found in time counts
    findings: list[Finding] = []
    try:
        async with asyncio.timeout(timeout):
            async for finding in check(settings):
                findings.append(finding)  # noqa: PERF401 - what was found before an error counts
    except Exception as exc:  # noqa: BLE001 - its own text may hold an address or a secret
        findings.append(Finding(name, Level.ERROR, f"It could not be checked completely ({describe_exception(exc)})."))
    return findings


def worst_level(findings: Sequence[Finding]) -> Level:
    """Return the most serious level among the findings; OK if there are none."""
    levels = {finding.level for finding in findings}
    return next((level for level in (Level.ERROR, Level.WARNING) if level in levels), Level.OK)


def format_report(findings: Sequence[Finding]) -> str:
    """Return the findings for a person, one a line; the most serious come last, where they stay on the screen."""
    order = list(Level)
    ordered = sorted(findings, key=lambda finding: order.index(finding.level))
    width = max((len(finding.about) for finding in findings), default=0)
    lines = [f"{finding.level:<7}  {finding.about:<{width}}  {finding.says}" for finding in ordered]
    counts = (f"{sum(finding.level is level for finding in findings)} {level}" for level in reversed(order))
    return "\n".join([*lines, "", ", ".join(counts)])
