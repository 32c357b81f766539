"""Checks of Redis, which must keep the state of conversations in memory only, and of the workers that share it."""

import os
from collections.abc import AsyncIterator, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level

if TYPE_CHECKING:
    from redis.asyncio import Redis

_MIN_VERSION = (6, 2)
_LOCAL_HOSTS = ("127.0.0.1", "::1", "localhost", None)
_TIMEOUT = 5.0
_NEARLY_FULL = 0.8
"""Share of its memory from which Redis is nearly full: a flood fills the rest in hours."""

_redis = partial(Finding, "Redis")
_workers = partial(Finding, "workers")


async def check_redis(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is wrong with Redis, or that it is not used."""
    if not settings.redis_url:
        yield _redis(Level.OK, "Not used: one process keeps the state in its own memory, and a restart forgets all.")
        return
    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    for finding in _check_connection(settings.redis_url):
        yield finding
    try:
        redis: Redis[str] = Redis.from_url(
            settings.redis_url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT, decode_responses=True
        )
        async with redis:
            info = await redis.info()
            for finding in (*_check_info(info), *await _check_config(redis, settings.redis_url, info)):
                yield finding
    except (RedisError, OSError, ValueError):
        yield _redis(Level.ERROR, "It does not answer at WAYLIGHT_REDIS_URL, or does not let us in.")


def _check_connection(url: str) -> Iterator[Finding]:
    parts = urlsplit(url)
    if parts.scheme not in {"unix", "rediss"} and parts.hostname not in _LOCAL_HOSTS:
        yield _redis(Level.ERROR, "The connection to it is not encrypted: use rediss:// or one on this machine.")
    if parts.scheme != "unix" and not parts.password:
        yield _redis(
            Level.WARNING,
            "It asks for no password: any program that reaches it can empty it. Set requirepass, or an ACL.",
        )


def _check_info(info: Mapping[str, Any]) -> Iterator[Finding]:
    from bot.state.redis_store import used_memory_ratio

    yield _redis(Level.OK, "It answers.")
    version = tuple(int(part) for part in str(info["redis_version"]).split(".")[:2])
    if version < _MIN_VERSION:
        yield _redis(Level.WARNING, "It is older than 6.2, and gets no more fixes: use a newer one.")
    ratio = used_memory_ratio(info)
    if ratio >= _NEARLY_FULL:
        yield _redis(
            Level.WARNING,
            f"Its memory is {ratio:.0%} full: at 100% people get nothing but the fallback reply. Raise `maxmemory`, "
            "and look in the metrics whether someone floods the line.",
        )
    if info.get("aof_enabled"):
        yield _redis(Level.ERROR, "It writes a log of all changes to disk: set `appendonly no` and delete the file.")
    if info.get("connected_slaves"):
        yield _redis(Level.WARNING, "It has replicas: make sure that none of them writes to disk.")


async def _check_config(redis: "Redis[str]", url: str, info: Mapping[str, Any]) -> list[Finding]:
    from redis.exceptions import ResponseError

    try:
        config = {**await redis.config_get("save"), **await redis.config_get("maxmemory-policy")}
        file = {**await redis.config_get("dir"), **await redis.config_get("dbfilename")}
    except ResponseError:  # a hosted Redis may not show its settings
        return [_redis(Level.WARNING, "It does not show its settings: ask its operator whether it saves to disk.")]
    findings = []
    if config.get("save"):
        findings.append(_redis(Level.ERROR, 'It saves to disk from time to time: set `save ""` and delete the dump.'))
    elif not info.get("aof_enabled"):
        findings.append(_redis(Level.OK, "It writes nothing to disk."))
    if config.get("maxmemory-policy") != "noeviction":
        findings.append(
            _redis(
                Level.WARNING, "It may evict the lock of a turn and answer twice: set `maxmemory-policy noeviction`."
            )
        )
    if urlsplit(url).hostname in _LOCAL_HOSTS and _exists(Path(file["dir"]) / file["dbfilename"]):
        findings.append(_redis(Level.ERROR, "An old dump lies on this machine's disk: delete it."))
    return findings


def _exists(dump: Path) -> bool:
    try:
        return dump.exists()
    except OSError:
        return False


async def check_workers(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what keeps several workers from running, or makes some of them useless."""
    if settings.workers > 1 and not settings.redis_url:
        yield _workers(Level.ERROR, "Several need Redis, and the service does not start: set WAYLIGHT_REDIS_URL.")
        return
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if settings.workers > processors:
        yield _workers(
            Level.WARNING, f"{settings.workers} share {processors} processors: set WAYLIGHT_WORKERS={processors}."
        )
        return
    yield _workers(Level.OK, f"{settings.workers} on {processors} processors.")
