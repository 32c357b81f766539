"""So many a second, counted together.

A busy machine may be late, so a slot is known to come between two moments: what the store said, counted from just
before it was asked and from just after.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from bot.state.rate_limit import BURST, MAX_WAIT
from bot.state.redis_store import RedisStore
from bot.state.store import Store
from tests.state.conftest import RedisServer

ROUNDED = 0.001


@dataclass(frozen=True)
class Slot:
    """Between which moments it comes."""

    earliest: float
    latest: float

    def is_after(self, other: "Slot", seconds: float) -> bool:
        """Tell whether it can come just so many seconds after the other."""
        return self.latest - other.earliest >= seconds - ROUNDED and self.earliest - other.latest <= seconds + ROUNDED


async def acquire(store: Store, a_second: float, silent_for: float = 0.0) -> Slot:
    """Acquire a slot."""
    now = asyncio.get_running_loop().time
    before = now()
    seconds = await store.acquire("telegram", a_second, silent_for)
    return Slot(before + seconds, now() + seconds)


@pytest.fixture
async def two_processes(redis: RedisServer, keys: Keys) -> AsyncIterator[tuple[RedisStore, RedisStore]]:
    """Yield the stores of two processes that share one Redis."""
    async with contextlib.AsyncExitStack() as stores:
        one, other = RedisStore(redis.url, keys), RedisStore(redis.url, keys)
        stores.push_async_callback(one.close)
        stores.push_async_callback(other.close)
        yield one, other


async def test_spreads_burst(store: Store) -> None:
    """One second's worth passes at once; the rest comes evenly."""
    first, second, *others = [await acquire(store, 2) for _ in range(6)]
    assert second.is_after(first, 0)
    assert [slot.is_after(first, 0.5 * number) for number, slot in enumerate(others, 1)] == [True] * 4


async def test_pause_restores_burst(store: Store) -> None:
    """After a pause a caller has the full burst again, and no more after a long pause."""
    for _ in range(12):
        await store.acquire("telegram", 10)
    await asyncio.sleep(1.3)
    assert [await store.acquire("telegram", 10) for _ in range(10)] == [0.0] * 10
    assert await store.acquire("telegram", 10) > 0


async def test_full_queue_takes_no_slot(store: Store) -> None:
    """A slot that is too far off is not taken: asking for it does not lengthen the queue."""
    slots = [await store.acquire("telegram", 1) for _ in range(11)]
    assert max(slots) <= MAX_WAIT
    too_far_off = [await store.acquire("telegram", 1) for _ in range(20)]
    assert MAX_WAIT < min(too_far_off) <= max(too_far_off) < MAX_WAIT + 1


async def test_keys_are_independent(store: Store) -> None:
    """The slots of one key do not limit another."""
    assert await store.acquire("telegram", 1) == 0.0
    assert await store.acquire("telegram", 1) > 0.0
    assert await store.acquire("another", 1) == 0.0


async def test_silence_delays_all(store: Store) -> None:
    """All wait for the silence and then proceed one by one; a shorter silence does not shorten a longer one."""
    begun = await acquire(store, 10)
    first = await acquire(store, 10, silent_for=5)
    assert first.is_after(begun, 5)
    assert (await acquire(store, 10, silent_for=2)).is_after(first, 0.1)
    assert (await acquire(store, 10)).is_after(first, 0.2)


async def test_processes_share_slots(two_processes: tuple[RedisStore, RedisStore]) -> None:
    """Two processes together have the slots of one, and share its silence."""
    one, other = two_processes
    first, _, *others = [await acquire(store, 2) for store in (one, other) * 3]
    assert [slot.is_after(first, 0.5 * number) for number, slot in enumerate(others, 1)] == [True] * 4
    await one.acquire("telegram", 2, silent_for=9)
    assert await other.acquire("telegram", 2) > 9


async def test_redis_key_expires(redis: RedisServer, two_processes: tuple[RedisStore, RedisStore]) -> None:
    """The key in Redis expires as soon as it limits no call any more."""
    redis.client.flushdb()
    await two_processes[0].acquire("telegram", 0.5)
    [name] = redis.client.keys("slot:*")
    assert 0 < redis.client.pttl(name) <= 2000


@pytest.mark.parametrize("seconds", [60, 86_400 * 30])
async def test_ignores_queue_from_wrong_clock(
    redis: RedisServer, two_processes: tuple[RedisStore, RedisStore], seconds: int
) -> None:
    """A queue that was counted by a clock that was ahead limits no call."""
    redis.client.flushdb()
    await two_processes[0].acquire("telegram", 2)
    [name] = redis.client.keys("slot:*")
    counted = redis.client.get(name)
    assert counted
    redis.client.set(name, int(counted) + seconds * 1_000_000, px=seconds * 1_000)
    assert [await store.acquire("telegram", 2) for store in two_processes] == [0.0, 0.0]
    assert redis.client.pttl(name) <= 1_000 * (BURST + 0.1)


async def test_memory_store_uses_its_clock(keys: Keys) -> None:
    """In memory, slots follow the clock that the store was given."""
    now = [0.0]
    store = MemoryStore(keys, clock=lambda: now[0])
    assert [await store.acquire("telegram", 1) for _ in range(3)] == [0.0, 1.0, 2.0]
    now[0] = 2.5
    assert await store.acquire("telegram", 1) == 0.5
