"""All that is looked at, in the order in which it is told."""

import asyncio
from collections.abc import Sequence

from bot.core.settings import Settings
from bot.doctor import (
    address,
    backups,
    catalogues,
    clock,
    database,
    directory,
    disk,
    files,
    machine,
    memory,
    model,
    settings,
    state,
    telegram,
    twilio,
    versions,
    workers,
)
from bot.doctor.finding import Finding, Level, Look
from bot.privacy.exceptions import name_fault

LOOKS: tuple[Look, ...] = (
    versions.look,
    settings.look,
    files.look,
    machine.look,
    memory.look,
    disk.look,
    workers.look,
    address.look,
    clock.look,
    state.look,
    database.look,
    directory.look,
    backups.look,
    model.look,
    catalogues.look,
    telegram.look,
    twilio.look,
)
_WITHIN = 45
"""Seconds for all of it, side by side: whoever asks a doctor wants an answer, within a minute with the start."""


async def examine(settings: Settings) -> list[Finding]:
    """Return what is found, thing by thing. What can't be looked at to its end is a fault, and stops nothing else."""
    found = await asyncio.gather(*(_looked(look, settings) for look in LOOKS))
    return [finding for some in found for finding in some]


async def _looked(look: Look, settings: Settings, within: float = _WITHIN) -> list[Finding]:
    found: list[Finding] = []
    try:
        async with asyncio.timeout(within):
            async for finding in look(settings):
                found.append(finding)  # noqa: PERF401 - what was found before a fault counts
    except Exception as fault:  # noqa: BLE001 - its own text may hold an address or a secret
        thing = look.__module__.rpartition(".")[2]
        found.append(Finding(thing, Level.FAULT, f"It could not be looked at to its end ({name_fault(fault)})."))
    return found


def worst(findings: Sequence[Finding]) -> Level:
    """Return how bad the worst is."""
    levels = {finding.level for finding in findings}
    return next((level for level in (Level.FAULT, Level.WARNING) if level in levels), Level.OK)


def told(findings: Sequence[Finding]) -> str:
    """Return the findings for a person, one a line, what is wrong last: that is what stays on the screen."""
    order = list(Level)
    ordered = sorted(findings, key=lambda finding: order.index(finding.level))
    width = max((len(finding.about) for finding in findings), default=0)
    lines = [f"{one.level:<7}  {one.about:<{width}}  {one.says}" for one in ordered]
    counted = (f"{sum(one.level is level for one in findings)} {level}" for level in reversed(order))
    return "\n".join([*lines, "", ", ".join(counted)])
