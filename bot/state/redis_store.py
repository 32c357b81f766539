"""What is kept by many processes together, in Redis."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any, TypeVar

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.asyncio.retry import Retry
from redis.backoff import FullJitterBackoff
from redis.exceptions import ConnectionError as BrokenConnectionError
from redis.exceptions import LockError, RedisError
from redis.exceptions import TimeoutError as SlowAnswerError

from bot.metrics import instruments
from bot.privacy.encryption import Keys
from bot.state.circuit_breaker import Breaker, RestingError
from bot.state.lease import Lease
from bot.state.rate_limit import BURST, LONGEST_WAIT
from bot.state.store import HoldLostError, Owner, StateUnavailableError, Store, Writes, clock

WRITE = """
if ARGV[1] ~= '' and redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
for i = 2, #KEYS do
  local sealed, milliseconds = ARGV[2 * i - 2], ARGV[2 * i - 1]
  if milliseconds == '0' then redis.call('DEL', KEYS[i]) else redis.call('SET', KEYS[i], sealed, 'PX', milliseconds) end
end
return 1
"""
"""Write all or nothing, and nothing for a process whose turn has become somebody else's."""

INCREMENT = """
local times = redis.call('INCR', KEYS[1])
if times == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return times
"""

CLAIM = """
local kept = redis.call('GET', KEYS[1])
if kept then return kept end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
"""

NEWEST = """
local newest = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%.0f', newest), 'PX', ARGV[2])
return newest
"""

SLOT = """
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
"""What `slots.Bucket` does, by the clock of Redis, in microseconds.

A queue that is longer than any can be was counted before the clock was put back, and is none.
"""


Result = TypeVar("Result")

_BROKEN = (BrokenConnectionError, SlowAnswerError, OSError)
"""What a connection may come to; the next one may do better."""
_FAULTS = (RedisError, OSError, TimeoutError)

ANSWERS_WITHIN = 3.5
"""Seconds that Redis may take for one request. More than a silent directory can hold up the event loop
(directory/db/timeouts.py): otherwise Redis would seem silent too, and the fallback reply could not name a number."""
HELD_FOR = 5.0
"""Seconds after which the turn of a process that died is anybody's; a living one renews its hold in time."""
GIVEN_BACK_WITHIN = 0.5
"""Seconds that somebody waits, at most, for a turn to be given back."""
LOOKS_AFTER = (0.02, 0.2)
"""Seconds, about, until the first look at a turn that somebody else holds, and at most between two later ones."""


class InRedis(Store):
    """Keeps everything in one Redis that all processes share.

    Redis sees digests and sealed records only. Assumes that it writes nothing to disk, and that no two keep
    different keys.
    """

    def __init__(self, url: str, keys: Keys) -> None:
        """Connect when first asked; raise ValueError where the URL is none of Redis."""
        super().__init__(keys)
        # What is down is asked again; what does not answer has had its time.
        again = Retry(FullJitterBackoff(cap=0.2, base=0.02), 2, (BrokenConnectionError,))
        self._redis: Redis[bytes] = Redis.from_url(
            url,
            socket_timeout=ANSWERS_WITHIN,
            socket_connect_timeout=ANSWERS_WITHIN,
            retry=again,
            retry_on_error=[BrokenConnectionError],
            health_check_interval=30,
        )
        self._write_all = self._redis.register_script(WRITE)
        self._claim_once = self._redis.register_script(CLAIM)
        self._increment_once = self._redis.register_script(INCREMENT)
        self._name_newest = self._redis.register_script(NEWEST)
        self._take_slot = self._redis.register_script(SLOT)
        self._breaker = Breaker(lambda fault: isinstance(fault, _FAULTS))

    async def ping(self) -> None:
        """Ask whether Redis answers."""
        await self._asked(self._redis.ping)

    async def close(self) -> None:
        """Close all connections."""
        await self._redis.aclose()

    async def _read(self, name: str) -> bytes | None:
        return await self._asked(lambda: self._redis.get(name))

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        names = [turn or "", *writes]
        values: list[Any] = [owner or b""]
        for write in writes.values():
            values += [write.sealed or b"", 0 if write.sealed is None else int(write.seconds * 1000)]
        if not await self._asked(lambda: self._write_all(keys=names, args=values)):
            raise HoldLostError

    async def _claim(self, name: str, sealed: bytes, seconds: float) -> bytes:
        kept = await self._asked(lambda: self._claim_once(keys=[name], args=[sealed, int(seconds * 1000)]))
        return bytes(kept)

    async def _increment(self, name: str, seconds: float) -> int:
        return int(await self._asked(lambda: self._increment_once(keys=[name], args=[int(seconds * 1000)])))

    async def _newest(self, name: str, number: int, seconds: float) -> int:
        return int(await self._asked(lambda: self._name_newest(keys=[name], args=[number, int(seconds * 1000)])))

    async def _slot(self, name: str, a_second: float, silent_for: float) -> float:
        asked = [a_second, *(int(seconds * 1_000_000) for seconds in (silent_for, BURST, LONGEST_WAIT))]
        return int(await self._asked(lambda: self._take_slot(keys=[name], args=asked))) / 1_000_000

    def _lease(self, name: str) -> Lease:
        return _SharedLease(self, self._lock(name))

    def _lock(self, name: str) -> Lock:
        return Lock(self._redis, name, timeout=HELD_FOR, blocking=False, thread_local=False)

    def _alone(self, name: str) -> AbstractAsyncContextManager[Owner | None]:
        return self._locked(name)

    @asynccontextmanager
    async def _locked(self, name: str) -> AsyncIterator[Owner]:
        lock = self._lock(name)
        pause, longest = LOOKS_AFTER
        since = clock()
        while not await self._asked(lock.acquire):
            # The longer somebody has waited the longer they will: whose process died is waited for by all it had.
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads looks, hides nothing
            pause = min(1.5 * pause, longest)
            since = clock()
        owner = Owner(lock.local.token, since + HELD_FOR)
        renewing = asyncio.create_task(_renew(lock, owner))
        try:
            yield owner
        finally:
            renewing.cancel()
            # Where it can't be given back soon it ends by itself.
            with contextlib.suppress(StateUnavailableError, TimeoutError):
                async with asyncio.timeout(GIVEN_BACK_WITHIN):
                    await self._asked(lambda: _if_ours(lock.release))

    async def _asked(self, ask: Callable[[], Awaitable[Result]]) -> Result:
        try:
            with _cancellations_heard():
                answer = await self._breaker.call(ask)
        except (*_FAULTS, RestingError):
            instruments.store_reachable(reachable=False)
            raise StateUnavailableError from None
        instruments.store_reachable(reachable=True)
        return answer


class _SharedLease(Lease):
    """A lock that all processes see."""

    def __init__(self, store: InRedis, lock: Lock) -> None:
        self.seconds = HELD_FOR
        self._store = store
        self._lock = lock

    async def take(self) -> bool:
        return bool(await self._store._asked(self._lock.acquire))  # noqa: SLF001 - its other half

    async def renew(self) -> bool:
        return await self._store._asked(lambda: _if_ours(self._lock.reacquire))  # noqa: SLF001 - as above

    async def give_back(self) -> None:
        await self._store._asked(lambda: _if_ours(self._lock.release))  # noqa: SLF001 - as above


@contextmanager
def _cancellations_heard() -> Iterator[None]:
    """Raise CancelledError at the end where the task was cancelled meanwhile, whatever came of it.

    redis-py sends by asyncio.wait_for, which in Python 3.11 forgets a cancellation that comes in the step in which it
    ends (github.com/python/cpython/issues/86296, mended in 3.12): whoever should stop would go on for ever.
    """
    task = asyncio.current_task()
    before = task.cancelling() if task else 0
    try:
        yield
    finally:
        if task and task.cancelling() > before:
            raise asyncio.CancelledError


async def _if_ours(do: Callable[[], Awaitable[object]]) -> bool:
    """Do something with a lock; return whether it was still ours."""
    try:
        await do()
    except LockError:
        return False
    return True


async def _renew(lock: Lock, owner: Owner) -> None:
    """Hold a turn for as long as it lasts; one that can't be held any more writes nothing."""
    with contextlib.suppress(LockError):
        while True:
            await asyncio.sleep(HELD_FOR / 3)
            since = clock()
            with contextlib.suppress(*_BROKEN):
                await lock.reacquire()
                owner.until = since + HELD_FOR
