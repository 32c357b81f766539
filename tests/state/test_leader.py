"""One process of all leads, and another one when it is gone."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.privacy.encryption import Keys
from bot.state import leader, redis_store
from bot.state.leader import run_as_leader
from bot.state.redis_store import RedisStore
from bot.state.store import Store
from tests.acceptance.privacy.redis_server import RedisServer as OwnRedis
from tests.state.conftest import RedisServer

LASTS = 1.0
"""Seconds of a lease, in these tests."""


class Stage:
    """Notes who works when, and that never two do."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.working: list[str] = []
        self.began: list[tuple[str, float]] = []
        self.ended: list[tuple[str, float]] = []
        self.were_two = False
        self._changed = asyncio.Event()

    async def work(self, name: str) -> None:
        """Work until cancelled."""
        now = asyncio.get_running_loop().time
        self.working.append(name)
        self.began.append((name, now()))
        self.were_two |= len(self.working) > 1
        self._changed.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.working.remove(name)
            self.ended.append((name, now()))
            self._changed.set()

    async def when(self, *names: str, within: float = 5) -> None:
        """Wait until just these work."""
        async with asyncio.timeout(within):
            while self.working != list(names):
                self._changed.clear()
                await self._changed.wait()


@contextlib.asynccontextmanager
async def running(store: Store, stage: Stage, name: str) -> AsyncIterator[asyncio.Task[None]]:
    """Let a process compete for the lease."""
    task = asyncio.create_task(run_as_leader(store.lease("leading"), lambda: stage.work(name)))
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture(autouse=True)
def _fast_timeouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run everything five times as fast as in the service."""
    monkeypatch.setattr(redis_store, "LOCK_TTL", LASTS)
    monkeypatch.setattr(redis_store, "REQUEST_TIMEOUT", 0.4)
    monkeypatch.setattr(leader, "STOP_MARGIN", 0.2)
    monkeypatch.setattr(leader, "RETRY_DELAY", (0.1, 0.3))


@pytest.fixture
async def stores(redis: RedisServer, keys: Keys) -> AsyncIterator[list[RedisStore]]:
    """Yield the stores of three processes that share one Redis."""
    three = [RedisStore(redis.url, keys) for _ in range(3)]
    yield three
    for store in three:
        await store.close()


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[OwnRedis]:
    """Yield a Redis that can be suspended."""
    server = OwnRedis(tmp_path)
    server.start()
    yield server
    server.stop()


async def test_single_process_leads(store: Store) -> None:
    """The first process starts to work at once."""
    stage = Stage()
    async with running(store, stage, "one"):
        await stage.when("one", within=0.5)
    assert stage.working == []


async def test_one_leader_at_a_time(stores: list[RedisStore]) -> None:
    """Of three processes one works for longer than a lease lasts; another follows when it ends; never two work."""
    stage = Stage()
    async with contextlib.AsyncExitStack() as processes:
        tasks = [await processes.enter_async_context(running(store, stage, str(n))) for n, store in enumerate(stores)]
        await asyncio.sleep(1.5 * LASTS)
        [first] = stage.working
        assert len(stage.began) == 1
        tasks[int(first)].cancel()
        await asyncio.sleep(0.6)
        [second] = stage.working
        assert second != first
    assert not stage.were_two


async def test_stops_when_lease_cannot_be_renewed(own_redis: OwnRedis, keys: Keys) -> None:
    """Without Redis the leader stops before another process could lead, and starts again afterwards."""
    store, stage = RedisStore(own_redis.url, keys), Stage()
    async with running(store, stage, "one"):
        await stage.when("one")
        await asyncio.sleep(0.5)  # it was renewed meanwhile
        still_since = asyncio.get_running_loop().time()
        own_redis.suspend()
        await stage.when()
        assert stage.ended[0][1] - still_since < LASTS - 0.1
        own_redis.resume()
        await stage.when("one", within=8)
    await store.close()


async def test_stops_when_lease_is_lost(redis: RedisServer, stores: list[RedisStore]) -> None:
    """A process that stood still and lost its lease stops at the next renewal."""
    stage = Stage()
    async with running(stores[0], stage, "one"):
        await stage.when("one")
        [name] = redis.client.keys("lease:*")
        redis.client.set(name, "another's", px=600)
        await stage.when(within=0.5)
        assert redis.client.get(name) == b"another's"
        await stage.when("one")


async def test_finished_work_is_not_repeated(stores: list[RedisStore]) -> None:
    """Work that returned is not repeated by others while its process lives."""
    done: list[str] = []

    async def work(name: str) -> None:
        done.append(name)

    async with contextlib.AsyncExitStack() as processes:
        for name, store in zip(("one", "two"), stores, strict=False):
            standing = asyncio.create_task(run_as_leader(store.lease("leading"), lambda name=name: work(name)))  # type: ignore[misc]
            processes.callback(standing.cancel)
        await asyncio.sleep(1.5 * LASTS)
    assert len(done) == 1


async def test_waiting_processes_poll_rarely(redis: RedisServer, stores: list[RedisStore]) -> None:
    """A process that waits for a lease or lock asks a few times a second, not fifty."""
    stage = Stage()
    async with contextlib.AsyncExitStack() as processes:
        for n, store in enumerate(stores):
            await processes.enter_async_context(running(store, stage, str(n)))
        before = _lock_attempts(redis)
        await asyncio.sleep(1)
        assert _lock_attempts(redis) - before <= 2 * 10  # two wait, and look after 0.1 s at the earliest
    before = _lock_attempts(redis)
    async with stores[0].lock("somebody"):
        waiting = asyncio.create_task(_held(stores[1]))
        await asyncio.sleep(1)
        assert 5 <= _lock_attempts(redis) - before <= 25
    await asyncio.wait_for(waiting, 0.5)


def _lock_attempts(redis: RedisServer) -> int:
    """Return how often a process has tried to get a lock."""
    return int(redis.client.info("commandstats")["cmdstat_set"]["calls"])


async def _held(store: Store) -> None:
    async with store.lock("somebody"):
        return
