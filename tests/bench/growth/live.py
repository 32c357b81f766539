"""The cost of a conversation by the number of live ones: memory of this process, and of Redis."""

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
from tests.bench.growth.records import Records, store_conversation

SAMPLE = 2000
"""Conversations that are read and written for timing."""
_CONCURRENCY = 50
"""Concurrent Redis commands while it is filled."""
_UNBOUNDED = 10**9
"""More records than are ever stored; otherwise the store's own bound would evict some."""


@dataclass(frozen=True)
class Live:
    """Figures at a number of live conversations: bytes each, and median microseconds to read and write one."""

    conversations: int
    each: float
    get: float
    put: float


def in_memory(records: Sequence[Records], sizes: Sequence[int]) -> list[Live]:
    """Fill a store to each size in a process of its own, so that memory freed by other work does not count."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        return alone.submit(_in_memory, records, sizes).result()


def _in_memory(records: Sequence[Records], sizes: Sequence[int]) -> list[Live]:
    return asyncio.run(_fill(MemoryStore(max_records=_UNBOUNDED), records, sizes, _process_memory, at_once=1))


def in_redis(url: str, records: Sequence[Records], sizes: Sequence[int]) -> list[Live]:
    """Fill an empty Redis to each size; its memory is what Redis reports."""

    async def fill() -> list[Live]:
        store = RedisStore(url, Keys.ephemeral())
        try:
            return await _fill(store, records, sizes, lambda: _redis_memory(url), at_once=_CONCURRENCY)
        finally:
            await store.close()

    return asyncio.run(fill())


async def _fill(
    store: Store, records: Sequence[Records], sizes: Sequence[int], used: Callable[[], int], *, at_once: int
) -> list[Live]:
    # What is loaded at first use belongs to no conversation.
    await store_conversation(store, records, -1)
    before, there, results = used(), 0, list[Live]()
    for size in sorted(sizes):
        for begin in range(there, size, at_once):
            sample = range(begin, min(size, begin + at_once))
            await asyncio.gather(*(store_conversation(store, records, number) for number in sample))
        there = size
        each = (used() - before) / size
        results.append(Live(size, each, *await _access_times(store, records, size)))
    return results


async def _access_times(store: Store, records: Sequence[Records], size: int) -> tuple[float, float]:
    """Return the median microseconds to read one of them and to write it again."""
    rng = random.Random(size)  # noqa: S311  a run must be repeatable
    sample = [rng.randrange(size) for _ in range(SAMPLE)]
    plain = [next(record.plain for record in stored if record.kind == KIND) for stored in records]
    for_a_day = CONVERSATION_TTL.total_seconds()
    got = [await _microseconds(store.get(KIND, str(number))) for number in sample]
    put = [
        await _microseconds(store.put(KIND, str(number), plain[number % len(plain)], for_a_day)) for number in sample
    ]
    return sorted(got)[SAMPLE // 2], sorted(put)[SAMPLE // 2]


async def _microseconds(operation: Awaitable[object]) -> float:
    started = time.perf_counter()
    await operation
    return (time.perf_counter() - started) * 1e6


def _process_memory() -> int:
    gc.collect()
    return int(psutil.Process().memory_info().rss)


def _redis_memory(url: str) -> int:
    with redis.Redis.from_url(url) as client:
        return int(client.info("memory")["used_memory"])
