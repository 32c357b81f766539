"""Whether the state of conversations stays in memory, and is sealed."""

from collections.abc import AsyncIterator, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level

if TYPE_CHECKING:
    from redis.asyncio import Redis

_OLDEST = (6, 2)
_LOCAL = ("127.0.0.1", "::1", "localhost", None)
_WITHIN = 5.0

_finding = partial(Finding, "Redis")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is wrong with Redis, or that there is none."""
    if not settings.redis_url:
        yield _finding(Level.OK, "Not used: one process keeps the state in its own memory, and a restart forgets all.")
        return
    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    for finding in _of_the_way(settings.redis_url):
        yield finding
    try:
        redis: Redis[str] = Redis.from_url(
            settings.redis_url, socket_timeout=_WITHIN, socket_connect_timeout=_WITHIN, decode_responses=True
        )
        async with redis:
            info = await redis.info()
            for finding in (*_of_its_state(info), *await _of_its_settings(redis, settings.redis_url, info)):
                yield finding
    except (RedisError, OSError, ValueError):
        yield _finding(Level.FAULT, "It does not answer at WAYLIGHT_REDIS_URL, or does not let us in.")


def _of_the_way(url: str) -> Iterator[Finding]:
    parts = urlsplit(url)
    if parts.scheme not in {"unix", "rediss"} and parts.hostname not in _LOCAL:
        yield _finding(Level.FAULT, "The way to it is open: use rediss:// or one on this machine.")
    if parts.scheme != "unix" and not parts.password:
        yield _finding(
            Level.WARNING,
            "It asks for no password: any program that reaches it can empty it. Set requirepass, or an ACL.",
        )


def _of_its_state(info: Mapping[str, Any]) -> Iterator[Finding]:
    yield _finding(Level.OK, "It answers.")
    version = tuple(int(part) for part in str(info["redis_version"]).split(".")[:2])
    if version < _OLDEST:
        yield _finding(Level.WARNING, "It is older than 6.2, and gets no more repairs: use a newer one.")
    if info.get("aof_enabled"):
        yield _finding(Level.FAULT, "It writes a log of all changes to disk: set `appendonly no` and delete the file.")
    if info.get("connected_slaves"):
        yield _finding(Level.WARNING, "It has replicas: see that none of them writes to disk.")


async def _of_its_settings(redis: "Redis[str]", url: str, info: Mapping[str, Any]) -> list[Finding]:
    from redis.exceptions import ResponseError

    try:
        given = {**await redis.config_get("save"), **await redis.config_get("maxmemory-policy")}
        file = {**await redis.config_get("dir"), **await redis.config_get("dbfilename")}
    except ResponseError:  # whoever rents out a Redis may not let us see its settings
        return [_finding(Level.WARNING, "It does not show its settings: ask who runs it whether it saves to disk.")]
    found = []
    if given.get("save"):
        found.append(_finding(Level.FAULT, 'It saves to disk from time to time: set `save ""` and delete the dump.'))
    elif not info.get("aof_enabled"):
        found.append(_finding(Level.OK, "It writes nothing to disk."))
    if given.get("maxmemory-policy") != "noeviction":
        found.append(
            _finding(
                Level.WARNING, "It may throw out whose turn it is and answer twice: set `maxmemory-policy noeviction`."
            )
        )
    if urlsplit(url).hostname in _LOCAL and _is_there(Path(file["dir"]) / file["dbfilename"]):
        found.append(_finding(Level.FAULT, "A dump of an earlier day lies on this machine's disk: delete it."))
    return found


def _is_there(dump: Path) -> bool:
    try:
        return dump.exists()
    except OSError:
        return False
