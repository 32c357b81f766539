"""The cost of one conversation against the number of live ones: memory of this process, and Redis."""

import asyncio
import gc
import multiprocessing
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import psutil
import redis

from bot.engine.tracker_store import KIND
from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from bot.state.redis_store import RedisStore
from bot.state.store import CONVERSATION_TTL, Store
from tests.bench.growth.records import Records, keep

SAMPLE = 2000
"""Conversations that are read and written for the cost of it."""
_AT_ONCE = 50
"""Questions to Redis on their way while it is filled."""
_BEYOND = 10**9
"""More records than there ever are here: the store's own bound would forget them."""


@dataclass(frozen=True)
class Live:
    """So many live conversations: bytes each, microseconds to read one and to write one (medians)."""

    conversations: int
    each: float
    get: float
    put: float


def in_memory(records: Sequence[Records], sizes: Sequence[int]) -> list[Live]:
    """Fill a store to each size in a process of its own: memory that something else has freed would be taken for it."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        return alone.submit(_in_memory, records, sizes).result()


def _in_memory(records: Sequence[Records], sizes: Sequence[int]) -> list[Live]:
    return asyncio.run(_filled(MemoryStore(at_most=_BEYOND), records, sizes, _resident, at_once=1))


def in_redis(url: str, records: Sequence[Records], sizes: Sequence[int]) -> list[Live]:
    """Fill an empty Redis to each size; its memory is what it says itself."""

    async def fill() -> list[Live]:
        store = RedisStore(url, Keys.ephemeral())
        try:
            return await _filled(store, records, sizes, lambda: _used_by(url), at_once=_AT_ONCE)
        finally:
            await store.close()

    return asyncio.run(fill())


async def _filled(
    store: Store, records: Sequence[Records], sizes: Sequence[int], used: Callable[[], int], *, at_once: int
) -> list[Live]:
    # What is loaded at the first use is no part of any conversation.
    await keep(store, records, -1)
    before, there, found = used(), 0, list[Live]()
    for size in sorted(sizes):
        for begin in range(there, size, at_once):
            some = range(begin, min(size, begin + at_once))
            await asyncio.gather(*(keep(store, records, number) for number in some))
        there = size
        each = (used() - before) / size
        found.append(Live(size, each, *await _costs(store, records, size)))
    return found


async def _costs(store: Store, records: Sequence[Records], size: int) -> tuple[float, float]:
    """Return the microseconds in which one of them is read, and written again."""
    lot = random.Random(size)  # noqa: S311  a run must be repeatable
    some = [lot.randrange(size) for _ in range(SAMPLE)]
    plain = [next(kept.plain for kept in of if kept.kind == KIND) for of in records]
    for_a_day = CONVERSATION_TTL.total_seconds()
    got = [await _microseconds(store.get(KIND, str(number))) for number in some]
    put = [await _microseconds(store.put(KIND, str(number), plain[number % len(plain)], for_a_day)) for number in some]
    return sorted(got)[SAMPLE // 2], sorted(put)[SAMPLE // 2]


async def _microseconds(asked: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await asked
    return (time.perf_counter() - begun) * 1e6


def _resident() -> int:
    gc.collect()
    return int(psutil.Process().memory_info().rss)


def _used_by(url: str) -> int:
    with redis.Redis.from_url(url) as client:
        return int(client.info("memory")["used_memory"])
