"""What is kept by many processes together, in Redis."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.asyncio.retry import Retry
from redis.backoff import FullJitterBackoff
from redis.exceptions import ConnectionError as BrokenConnectionError
from redis.exceptions import LockError, RedisError
from redis.exceptions import TimeoutError as SlowAnswerError

from bot.privacy.sealing import Keys
from bot.state.breaker import Breaker, RestingError
from bot.state.store import HoldLostError, StateUnavailableError, Store, Writes

Result = TypeVar("Result")

_BROKEN = (BrokenConnectionError, SlowAnswerError, OSError)
"""What a connection may come to; the next one may do better."""
_FAULTS = (RedisError, OSError, TimeoutError)

ANSWERS_WITHIN = 2.0
"""Seconds that Redis may take for one question."""
HELD_FOR = 5.0
"""Seconds after which the turn of a process that died is anybody's; a living one renews its hold in time."""
GIVEN_BACK_WITHIN = 0.5
"""Seconds that somebody waits, at most, for a turn to be given back."""
LOOKS_EVERY = 0.02
"""Seconds between two looks at a turn that somebody else holds."""

_WRITE = """
if ARGV[1] ~= '' and redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
for i = 2, #KEYS do
  local sealed, milliseconds = ARGV[2 * i - 2], ARGV[2 * i - 1]
  if milliseconds == '0' then redis.call('DEL', KEYS[i]) else redis.call('SET', KEYS[i], sealed, 'PX', milliseconds) end
end
return 1
"""
"""Write all or nothing, and nothing for a process whose turn has become somebody else's."""

_INCREMENT = """
local times = redis.call('INCR', KEYS[1])
if times == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return times
"""


_CLAIM = """
local kept = redis.call('GET', KEYS[1])
if kept then return kept end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
"""


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
        self._write_all = self._redis.register_script(_WRITE)
        self._claim_once = self._redis.register_script(_CLAIM)
        self._increment_once = self._redis.register_script(_INCREMENT)
        self._breaker = Breaker(lambda fault: isinstance(fault, _FAULTS))

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

    def _alone(self, name: str) -> AbstractAsyncContextManager[bytes | None]:
        return self._locked(name)

    @asynccontextmanager
    async def _locked(self, name: str) -> AsyncIterator[bytes | None]:
        lock = Lock(self._redis, name, timeout=HELD_FOR, sleep=LOOKS_EVERY, thread_local=False)
        await self._asked(lock.acquire)
        renewing = asyncio.create_task(_renew(lock))
        try:
            yield lock.local.token
        finally:
            renewing.cancel()
            # Where it can't be given back soon it ends by itself.
            with contextlib.suppress(LockError, StateUnavailableError, TimeoutError):
                async with asyncio.timeout(GIVEN_BACK_WITHIN):
                    await self._asked(lock.release)

    async def _asked(self, ask: Callable[[], Awaitable[Result]]) -> Result:
        try:
            return await self._breaker.call(ask)
        except (*_FAULTS, RestingError):
            raise StateUnavailableError from None


async def _renew(lock: Lock) -> None:
    """Hold a turn for as long as it lasts; one that can't be held any more writes nothing."""
    with contextlib.suppress(LockError):
        while True:
            await asyncio.sleep(HELD_FOR / 3)
            with contextlib.suppress(*_BROKEN):
                await lock.reacquire()
