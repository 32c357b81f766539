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
from bot.state.memory_store import InMemory
from bot.state.rate_limit import BURST, LONGEST_WAIT
from bot.state.redis_store import InRedis
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


async def taken(store: Store, a_second: float, silent_for: float = 0.0) -> Slot:
    """Take a slot."""
    now = asyncio.get_running_loop().time
    before = now()
    seconds = await store.slot("telegram", a_second, silent_for)
    return Slot(before + seconds, now() + seconds)


@pytest.fixture
async def two_processes(redis: RedisServer, keys: Keys) -> AsyncIterator[tuple[InRedis, InRedis]]:
    """Return what two processes keep together."""
    async with contextlib.AsyncExitStack() as stores:
        one, other = InRedis(redis.url, keys), InRedis(redis.url, keys)
        stores.push_async_callback(one.close)
        stores.push_async_callback(other.close)
        yield one, other


async def test_a_rush_is_spread(store: Store) -> None:
    """A second's worth passes at once, and what is more comes evenly."""
    first, second, *others = [await taken(store, 2) for _ in range(6)]
    assert second.is_after(first, 0)
    assert [slot.is_after(first, 0.5 * number) for number, slot in enumerate(others, 1)] == [True] * 4


async def test_after_a_rest(store: Store) -> None:
    """Whoever was over the limit has as much as before after a rest, and no more for a long one."""
    for _ in range(12):
        await store.slot("telegram", 10)
    await asyncio.sleep(1.3)
    assert [await store.slot("telegram", 10) for _ in range(10)] == [0.0] * 10
    assert await store.slot("telegram", 10) > 0


async def test_a_queue_that_is_full(store: Store) -> None:
    """A slot that is too far off is not taken, so however often it is asked for, the queue is as long as before."""
    slots = [await store.slot("telegram", 1) for _ in range(11)]
    assert max(slots) <= LONGEST_WAIT
    too_far_off = [await store.slot("telegram", 1) for _ in range(20)]
    assert LONGEST_WAIT < min(too_far_off) <= max(too_far_off) < LONGEST_WAIT + 1


async def test_networks_are_counted_apart(store: Store) -> None:
    """What one is sent takes nothing from another."""
    assert await store.slot("telegram", 1) == 0.0
    assert await store.slot("telegram", 1) > 0.0
    assert await store.slot("another", 1) == 0.0


async def test_silence(store: Store) -> None:
    """Told to be silent, all are, and then speak one after the other; a shorter silence does not shorten it."""
    begun = await taken(store, 10)
    first = await taken(store, 10, silent_for=5)
    assert first.is_after(begun, 5)
    assert (await taken(store, 10, silent_for=2)).is_after(first, 0.1)
    assert (await taken(store, 10)).is_after(first, 0.2)


async def test_processes_share_what_there_is(two_processes: tuple[InRedis, InRedis]) -> None:
    """Two processes together have what one would have, and both are silent where one is told to be."""
    one, other = two_processes
    first, _, *others = [await taken(store, 2) for store in (one, other) * 3]
    assert [slot.is_after(first, 0.5 * number) for number, slot in enumerate(others, 1)] == [True] * 4
    await one.slot("telegram", 2, silent_for=9)
    assert await other.slot("telegram", 2) > 9


async def test_it_ends_in_redis(redis: RedisServer, two_processes: tuple[InRedis, InRedis]) -> None:
    """What was counted is forgotten as soon as it limits nobody any more."""
    redis.client.flushdb()
    await two_processes[0].slot("telegram", 0.5)
    [name] = redis.client.keys("slot:*")
    assert 0 < redis.client.pttl(name) <= 2000


@pytest.mark.parametrize("seconds", [60, 86_400 * 30])
async def test_a_clock_that_was_put_back(
    redis: RedisServer, two_processes: tuple[InRedis, InRedis], seconds: int
) -> None:
    """What was counted by a clock that was ahead limits nobody: all have what they had before."""
    redis.client.flushdb()
    await two_processes[0].slot("telegram", 2)
    [name] = redis.client.keys("slot:*")
    counted = redis.client.get(name)
    assert counted
    redis.client.set(name, int(counted) + seconds * 1_000_000, px=seconds * 1_000)
    assert [await store.slot("telegram", 2) for store in two_processes] == [0.0, 0.0]
    assert redis.client.pttl(name) <= 1_000 * (BURST + 0.1)


async def test_a_clock_of_its_own(keys: Keys) -> None:
    """In memory a slot comes by the clock that the store was given."""
    now = [0.0]
    store = InMemory(keys, clock=lambda: now[0])
    assert [await store.slot("telegram", 1) for _ in range(3)] == [0.0, 1.0, 2.0]
    now[0] = 2.5
    assert await store.slot("telegram", 1) == 0.5
