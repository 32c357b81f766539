"""Whether what is kept can be reached is counted as it is."""

import pytest
from prometheus_client import generate_latest

from bot.metrics import instruments
from bot.privacy.encryption import Keys
from bot.state.redis_store import InRedis
from bot.state.store import StateUnavailableError
from tests.metrics.shown import Steps, samples, value
from tests.ports import free_port
from tests.state.conftest import RedisServer


def unreachable() -> float:
    """Return what this process shows of it."""
    return value(samples(generate_latest(instruments.REGISTRY).decode()), "waylight_store_unreachable")


async def test_redis_out_of_reach(redis: RedisServer, keys: Keys) -> None:
    """A Redis that does not answer is a fault of the store, and out of reach until the next answer."""
    faults = Steps("waylight_faults_total")
    gone, there = InRedis(f"redis://127.0.0.1:{free_port()}/0", keys), InRedis(redis.url, keys)
    with pytest.raises(StateUnavailableError):
        await gone.get("conversation", "somebody")
    assert (unreachable(), faults()) == (1, {"store": 1})
    assert await there.get("conversation", "somebody") is None
    assert (unreachable(), faults()) == (0, {"store": 1})
    await gone.close()
    await there.close()


async def test_a_hold_that_is_lost(redis: RedisServer, keys: Keys) -> None:
    """A turn that has become somebody else's meanwhile is no fault of the store: it answers."""
    faults = Steps("waylight_faults_total")
    store = InRedis(redis.url, keys)
    async with store.hold("somebody"):
        redis.client.flushall()
    assert (unreachable(), faults()) == (0, {})
    await store.close()
