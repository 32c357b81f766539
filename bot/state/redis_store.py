"""A store in Redis that many processes share."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any, TypeVar

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.asyncio.retry import Retry
from redis.backoff import FullJitterBackoff
from redis.exceptions import ConnectionError as BrokenConnectionError
from redis.exceptions import LockError, RedisError, ResponseError
from redis.exceptions import TimeoutError as SlowAnswerError

from bot.metrics import instruments
from bot.privacy.encryption import Keys
from bot.state.circuit_breaker import CircuitBreaker, CircuitOpenError
from bot.state.rate_limit import BURST, MAX_WAIT
from bot.state.store import Lease, LockLostError, Owner, StateUnavailableError, Store, Writes, clock

WRITE = """
if ARGV[1] ~= '' and redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
for i = 2, #KEYS do
  local sealed, milliseconds = ARGV[2 * i - 2], ARGV[2 * i - 1]
  if milliseconds == '0' then redis.call('DEL', KEYS[i]) else redis.call('SET', KEYS[i], sealed, 'PX', milliseconds) end
end
return 1
"""
"""Write all or nothing, and nothing for a process that has lost the lock of its turn."""

INCREMENT = """
local times = redis.call('INCR', KEYS[1])
if times == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return times
"""

PUT_IF_ABSENT = """
local kept = redis.call('GET', KEYS[1])
if kept then return kept end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
"""

MAX = """
local newest = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%.0f', newest), 'PX', ARGV[2])
return newest
"""

ACQUIRE = """
local time = redis.call('TIME')
local now, each, silent = time[1] * 1000000 + time[2], 1000000 / ARGV[1], tonumber(ARGV[2])
local burst, longest, begins = tonumber(ARGV[3]), tonumber(ARGV[4]), now
local kept = tonumber(redis.call('GET', KEYS[1]) or 0)
if kept > now + burst + longest + each then kept = 0 end
if silent > 0 then begins = now + silent + burst - each end
local empty_at = math.max(kept, begins) + each
local wait = math.ceil(math.max(0, empty_at - burst - now))
if wait <= longest then
  redis.call('SET', KEYS[1], string.format('%.0f', empty_at), 'PX', math.ceil((empty_at - now) / 1000))
end
return wait
"""
"""The algorithm of `GcraBucket`, by the clock of Redis, in microseconds.

A queue that is longer than possible was counted before the clock was set back, and is ignored.
"""


Result = TypeVar("Result")

_CONNECTION_ERRORS = (BrokenConnectionError, SlowAnswerError, OSError)
"""Errors of one connection; the next one may work."""
_ERRORS = (RedisError, OSError, TimeoutError)

REQUEST_TIMEOUT = 3.5
"""Seconds that Redis may take for one request. Longer than a database that does not answer can block the event loop
(directory/db/timeouts.py): otherwise Redis would seem down too, and the fallback reply could not name a number."""
CALL_TIMEOUT = 4.5
"""Seconds after which a call fails, a new connection included. Shorter than LOCK_TTL: if a call takes as long as that,
the whole process was suspended."""
LOCK_TTL = 5.0
"""Seconds after which the lock of a process that died is free; a living one renews it in time."""
RELEASE_TIMEOUT = 0.5
"""Seconds that releasing a lock may take."""
RETRY_DELAY = (0.02, 0.2)
"""Approximate delay in seconds before the first retry of a lock that another turn holds, and longest delay later."""


class RedisStore(Store):
    """Stores everything in one Redis that all processes share.

    Redis sees only digests and encrypted records. Assumes that it writes nothing to disk, and that all processes have
    the same keys.
    """

    def __init__(self, url: str, keys: Keys) -> None:
        """Connect at the first request; raise ValueError if the URL is not one of Redis."""
        super().__init__(keys)
        # A refused connection is retried; a request that timed out is not.
        retry = Retry(FullJitterBackoff(cap=0.2, base=0.02), 2, (BrokenConnectionError,))
        self._redis: Redis[bytes] = Redis.from_url(
            url,
            socket_timeout=REQUEST_TIMEOUT,
            socket_connect_timeout=REQUEST_TIMEOUT,
            retry=retry,
            retry_on_error=[BrokenConnectionError],
            health_check_interval=30,
        )
        self._write_script = self._redis.register_script(WRITE)
        self._put_if_absent_script = self._redis.register_script(PUT_IF_ABSENT)
        self._increment_script = self._redis.register_script(INCREMENT)
        self._max_script = self._redis.register_script(MAX)
        self._acquire_script = self._redis.register_script(ACQUIRE)
        self._breaker = CircuitBreaker(lambda exc: isinstance(exc, _ERRORS))

    async def ping(self) -> None:
        """Check whether Redis answers."""
        await self._call(self._redis.ping)

    async def memory_ratio(self) -> float:
        """Return the share of its memory that Redis uses; at 1 it refuses all writes."""
        return used_memory_ratio(await self._call(self._memory_info))

    async def _memory_info(self) -> Mapping[str, Any]:
        try:
            info: Mapping[str, Any] = await self._redis.info("memory")
        except ResponseError:  # a hosted Redis may not show it
            return {}
        return info

    async def close(self) -> None:
        """Close all connections."""
        await self._redis.aclose()

    async def _read(self, name: str) -> bytes | None:
        return await self._call(lambda: self._redis.get(name))

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        names = [turn or "", *writes]
        values: list[Any] = [owner or b""]
        for write in writes.values():
            values += [write.sealed or b"", 0 if write.sealed is None else int(write.seconds * 1000)]
        if not await self._call(lambda: self._write_script(keys=names, args=values)):
            raise LockLostError

    async def _put_if_absent(self, name: str, sealed: bytes, seconds: float) -> bytes:
        stored = await self._call(lambda: self._put_if_absent_script(keys=[name], args=[sealed, int(seconds * 1000)]))
        return bytes(stored)

    async def _increment(self, name: str, seconds: float) -> int:
        return int(await self._call(lambda: self._increment_script(keys=[name], args=[int(seconds * 1000)])))

    async def _max(self, name: str, number: int, seconds: float) -> int:
        return int(await self._call(lambda: self._max_script(keys=[name], args=[number, int(seconds * 1000)])))

    async def _acquire(self, name: str, a_second: float, silent_for: float) -> float:
        arguments = [a_second, *(int(seconds * 1_000_000) for seconds in (silent_for, BURST, MAX_WAIT))]
        return int(await self._call(lambda: self._acquire_script(keys=[name], args=arguments))) / 1_000_000

    def _lease(self, name: str) -> Lease:
        return _SharedLease(self, self._lock(name))

    def _lock(self, name: str) -> Lock:
        return Lock(self._redis, name, timeout=LOCK_TTL, blocking=False, thread_local=False)

    def _exclusive(self, name: str) -> AbstractAsyncContextManager[Owner | None]:
        return self._locked(name)

    @asynccontextmanager
    async def _locked(self, name: str) -> AsyncIterator[Owner]:
        lock = self._lock(name)
        pause, longest = RETRY_DELAY
        since = clock()
        while not await self._call(lock.acquire):
            # A lock that was held for long will be held for longer: that of a dead process is held until it expires.
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads retries, protects nothing
            pause = min(1.5 * pause, longest)
            since = clock()
        owner = Owner(lock.local.token, since + LOCK_TTL)
        renewing = asyncio.create_task(_renew(lock, owner))
        try:
            yield owner
        finally:
            renewing.cancel()
            # A lock that can't be released soon expires by itself.
            with contextlib.suppress(StateUnavailableError, TimeoutError):
                async with asyncio.timeout(RELEASE_TIMEOUT):
                    await self._call(lambda: _if_ours(lock.release))

    async def _call(self, operation: Callable[[], Awaitable[Result]]) -> Result:
        try:
            with _deferred_cancellation():
                result = await self._breaker.call(lambda: _call_in_time(operation))
        except (*_ERRORS, CircuitOpenError):
            instruments.record_store_reachable(reachable=False)
            self.raise_if_lock_lost()
            raise StateUnavailableError from None
        instruments.record_store_reachable(reachable=True)
        return result


class _SharedLease(Lease):
    """A lock that all processes see."""

    def __init__(self, store: RedisStore, lock: Lock) -> None:
        self.seconds = LOCK_TTL
        self._store = store
        self._lock = lock

    async def acquire(self) -> bool:
        return bool(await self._store._call(self._lock.acquire))  # noqa: SLF001 - the other half of this class

    async def renew(self) -> bool:
        return await self._store._call(lambda: _if_ours(self._lock.reacquire))  # noqa: SLF001 - as above

    async def release(self) -> None:
        await self._store._call(lambda: _if_ours(self._lock.release))  # noqa: SLF001 - as above


@contextmanager
def _deferred_cancellation() -> Iterator[None]:
    """Raise CancelledError at the end if the task was cancelled meanwhile, whatever the result.

    redis-py uses asyncio.wait_for, which in Python 3.11 loses a cancellation that comes in the step in which it ends
    (github.com/python/cpython/issues/86296, fixed in 3.12): a task that should stop would go on for ever.
    """
    task = asyncio.current_task()
    before = task.cancelling() if task else 0
    try:
        yield
    finally:
        if task and task.cancelling() > before:
            raise asyncio.CancelledError


async def _call_in_time(operation: Callable[[], Awaitable[Result]]) -> Result:
    """Call within CALL_TIMEOUT; raise LockLostError if the call failed because this process was suspended meanwhile.

    When a process wakes, the time of its calls is over although Redis has answered them. Redis did not fail, and other
    processes may have answered the person since, so the person must not get a fallback reply.
    """
    since = clock()
    try:
        async with asyncio.timeout(CALL_TIMEOUT):
            return await operation()
    except _ERRORS:
        if clock() - since >= LOCK_TTL:
            raise LockLostError from None
        raise


def used_memory_ratio(info: Mapping[str, Any]) -> float:
    """Return the share of its memory limit, or else of the machine's memory, that a Redis with this INFO uses."""
    limit = info.get("maxmemory") or info.get("total_system_memory")
    return float(info["used_memory"]) / float(limit) if limit else 0.0


async def _if_ours(method: Callable[[], Awaitable[object]]) -> bool:
    """Call a method of a lock; return whether the lock was still ours."""
    try:
        await method()
    except LockError:
        return False
    return True


async def _renew(lock: Lock, owner: Owner) -> None:
    """Renew the lock of a turn until cancelled; a turn whose lock can't be renewed writes nothing."""
    with contextlib.suppress(LockError):
        while True:
            await asyncio.sleep(LOCK_TTL / 3)
            since = clock()
            with contextlib.suppress(*_CONNECTION_ERRORS):
                await lock.reacquire()
                owner.until = since + LOCK_TTL
