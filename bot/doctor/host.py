"""Checks of the machine: versions, memory, disk, clock, and whether it may write our memory to a disk."""

import ctypes
import platform
import re
import resource
import shutil
import sys
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from importlib import metadata
from pathlib import Path

import httpx
from sqlalchemy.exc import ArgumentError

from bot.channels.telegram.sender import API_URL
from bot.core.settings import Settings
from bot.doctor.database import sqlite_path
from bot.doctor.finding import Finding, Level

_SECURITY_FIXES_UNTIL = date(2027, 10, 31)
"""Python 3.11 gets no more security fixes after that (PEP 664)."""
_TESTED_PLATFORMS = {("Linux", "x86_64")}

_PR_GET_DUMPABLE = 3
"""Of prctl(2)."""

_MB = 1_000_000
_FIRST_WORKER = 440 * _MB
"""Bytes for one worker. A machine that is sold with 512 MB shows the service a little less."""
_FURTHER_WORKER = 100 * _MB
"""Bytes for each further worker, which shares the rest."""
_NEW_GENERATION, _NEW_WORKER = 290 * _MB, 65 * _MB
"""Bytes that a reload takes beside the running workers, and for each new worker (docs/adr/0018, measured)."""
_MEM_TOTAL = re.compile(r"^MemTotal:\s+(\d+) kB$", re.MULTILINE)
_MORE_MEMORY = "take a larger machine, raise its limit, or fewer workers"

_LOW_DISK, _FULL_DISK = 1_000_000_000, 200_000_000
"""Free bytes: a model is trained beside the old one, and an import may double the database."""

TWILIO_API_URL = "https://api.twilio.com"
_CLOCK_WARNING, _CLOCK_ERROR = 30, 300
"""Seconds."""

_versions = partial(Finding, "versions")
_machine = partial(Finding, "machine")
_memory = partial(Finding, "memory")
_disk = partial(Finding, "disk")
_clock = partial(Finding, "clock")


async def check_versions(_: Settings) -> AsyncIterator[Finding]:
    """Yield what runs here, and whether it is tested and still gets security fixes."""
    system, machine = platform.system(), platform.machine()
    summary = f"Waylight {metadata.version('waylight')}, Python {platform.python_version()}, {system} {machine}."
    yield _versions(Level.OK, summary)
    if (system, machine) not in _TESTED_PLATFORMS:
        yield _versions(
            Level.WARNING, "Waylight is tested on Linux x86_64 only: run its tests here before people use it."
        )
    for finding in _check_python(datetime.now(UTC).date()):
        yield finding


def _check_python(today: date) -> list[Finding]:
    if today <= _SECURITY_FIXES_UNTIL:
        return []
    return [
        _versions(
            Level.WARNING, "Python 3.11 gets no more security fixes: ask for a Waylight that runs on a newer one."
        )
    ]


async def check_machine(_: Settings) -> AsyncIterator[Finding]:
    """Yield how parts of a conversation could reach a disk: by swap or by a core dump."""
    if sys.platform != "linux":
        yield _machine(Level.WARNING, "Swap and core dumps are checked on Linux only.")
        return
    yield _check_swap()
    yield _check_core_dumps()


def _check_swap(swaps: Path = Path("/proc/swaps"), blocks: Path = Path("/sys/block")) -> Finding:
    try:
        open_swaps = [path for path in _swap_paths(swaps.read_text()) if not _is_safe_swap(path, blocks)]
    except OSError:
        return _machine(Level.WARNING, "Whether there is swap could not be read.")
    if open_swaps:
        return _machine(Level.ERROR, "Memory may be swapped to an unencrypted disk: `swapoff -a`, or encrypt it.")
    return _machine(Level.OK, "Memory is not swapped to an unencrypted disk.")


def _swap_paths(swaps: str) -> Iterator[Path]:
    """Yield the devices or files of /proc/swaps, proc(5)."""
    for line in swaps.splitlines()[1:]:
        yield Path(line.split()[0])


def _is_safe_swap(path: Path, blocks: Path) -> bool:
    """Return whether swap is compressed memory, or a device that dm-crypt encrypts."""
    name = path.resolve().name
    if name.startswith("zram"):
        return True
    uuid = blocks / name / "dm" / "uuid"
    return uuid.exists() and uuid.read_text().startswith("CRYPT-")


def _check_core_dumps() -> Finding:
    """Check this command's own process: the service forbids its dumps in the same way."""
    is_dumpable = ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) != 0
    if is_dumpable or resource.getrlimit(resource.RLIMIT_CORE)[0] != 0:
        return _machine(Level.ERROR, "A crash could write our memory to a disk: the system does not let us forbid it.")
    return _machine(Level.OK, "A crash writes no core dump.")


async def check_memory(settings: Settings) -> AsyncIterator[Finding]:
    """Yield whether the memory is enough: otherwise Linux kills the service in the middle of turns."""
    yield _assess_memory(settings.workers, available_memory())


def _assess_memory(workers: int, available: int | None) -> Finding:
    if available is None:
        return _memory(Level.WARNING, "The amount of memory could not be read.")
    needed = _FIRST_WORKER + (workers - 1) * _FURTHER_WORKER
    summary = (
        f"{available / _MB:.0f} MB for {workers} worker{'s' if workers > 1 else ''}, which need {needed / _MB:.0f}"
    )
    if available < needed:
        return _memory(Level.ERROR, f"{summary}: {_MORE_MEMORY}.")
    if workers > 1 and available < (both := needed + _NEW_GENERATION + workers * _NEW_WORKER):
        return _memory(
            Level.WARNING,
            f"{summary}, and {both / _MB:.0f} during a reload: {_MORE_MEMORY}, or restart instead of a reload.",
        )
    return _memory(Level.OK, f"{summary}.")


def available_memory(proc: Path = Path("/proc"), cgroups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Return the bytes of the machine or of the lowest cgroup limit (cgroups(7)); None if neither is known."""
    return min((*_machine_memory(proc), *_cgroup_limits(proc, cgroups)), default=None)


def _machine_memory(proc: Path) -> Iterator[int]:
    match = _MEM_TOTAL.search(_read(proc / "meminfo"))
    if match:
        yield int(match[1]) * 1024


def _cgroup_limits(proc: Path, cgroups: Path) -> Iterator[int]:
    """Yield each limit from our cgroup up to the root, of version 2 and 1."""
    for line in _read(proc / "self" / "cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        root, name = (cgroups / "memory", "memory.limit_in_bytes") if controllers else (cgroups, "memory.max")
        own = root / path.lstrip("/")
        for cgroup in (own, *own.parents):
            if cgroup.is_relative_to(root) and (limit := _read(cgroup / name).strip()).isdecimal():
                yield int(limit)


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, ValueError):
        return ""


async def check_disk(settings: Settings) -> AsyncIterator[Finding]:
    """Yield how much space is free: without it the database takes no changes, and no model can be trained."""
    yield _assess_disk(min(shutil.disk_usage(folder).free for folder in _data_folders(settings)))


def _data_folders(settings: Settings) -> set[Path]:
    """Return the folders that we write to; for one that does not exist yet, its nearest parent that does."""
    try:
        database = sqlite_path(settings.database_url)
    except ArgumentError:
        database = None
    wanted = {settings.data_dir.absolute(), *([database.absolute().parent] if database else [])}
    return {next(folder for folder in (path, *path.parents) if folder.exists()) for path in wanted}


def _assess_disk(free: int) -> Finding:
    summary = f"{free / 1e9:.1f} GB are free where the data are"
    if free < _FULL_DISK:
        return _disk(Level.ERROR, f"{summary}: make room now, or nothing can be written any more.")
    if free < _LOW_DISK:
        return _disk(Level.WARNING, f"{summary}: make room; a new model, a backup or an import may not fit.")
    return _disk(Level.OK, f"{summary}.")


async def check_clock(settings: Settings) -> AsyncIterator[Finding]:
    """Yield how far our clock is from each connected network's: keys and messages expire by it."""
    if settings.telegram_token:
        yield await compare_clock("Telegram", settings.telegram_api_url or API_URL)
    if settings.twilio_auth_token and settings.twilio_account_sid:
        yield await compare_clock("Twilio", settings.twilio_api_url or TWILIO_API_URL)


async def compare_clock(network: str, url: str, ahead: float = 0.0) -> Finding:
    """Compare our clock with the Date header of `url`; tests move our clock `ahead` by some seconds."""
    try:
        async with httpx.AsyncClient(timeout=10) as client:
            response = await client.head(url)
        network_time = parsedate_to_datetime(response.headers["date"]).timestamp()
    except (httpx.HTTPError, KeyError, ValueError):
        return _clock(Level.WARNING, f"{network} does not tell us the time: it can't be reached.")
    difference = abs(time.time() + ahead - network_time)
    if difference < _CLOCK_WARNING:
        return _clock(Level.OK, f"It agrees with {network}'s.")
    level = Level.WARNING if difference < _CLOCK_ERROR else Level.ERROR
    return _clock(
        level,
        f"It is {difference:.0f} seconds away from {network}'s: let the system set it (`timedatectl set-ntp true`).",
    )
