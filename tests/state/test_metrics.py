"""Metrics of an unreachable store."""

import pytest
from prometheus_client import generate_latest

from bot.metrics import instruments
from bot.privacy.encryption import Keys
from bot.state.redis_store import RedisStore
from bot.state.store import StateUnavailableError
from tests.metrics.exposition import CounterChanges, samples, value
from tests.ports import free_port
from tests.state.conftest import RedisServer


def unreachable() -> float:
    """Return the value of the gauge."""
    return value(samples(generate_latest(instruments.REGISTRY).decode()), "waylight_store_unreachable")


async def test_counts_unreachable_redis(redis: RedisServer, keys: Keys) -> None:
    """A Redis that does not answer counts as a store error, and as unreachable until the next answer."""
    faults = CounterChanges("waylight_faults_total")
    gone, there = RedisStore(f"redis://127.0.0.1:{free_port()}/0", keys), RedisStore(redis.url, keys)
    with pytest.raises(StateUnavailableError):
        await gone.get("conversation", "somebody")
    assert (unreachable(), faults()) == (1, {"store": 1})
    assert await there.get("conversation", "somebody") is None
    assert (unreachable(), faults()) == (0, {"store": 1})
    await gone.close()
    await there.close()


async def test_lost_lock_is_no_store_error(redis: RedisServer, keys: Keys) -> None:
    """A lost lock is no error of the store: it answers."""
    faults = CounterChanges("waylight_faults_total")
    store = RedisStore(redis.url, keys)
    async with store.lock("somebody"):
        redis.client.flushall()
    assert (unreachable(), faults()) == (0, {})
    await store.close()
