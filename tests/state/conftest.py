"""Fixtures: both stores, and a Redis server."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
from redis import Redis

from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from bot.state.redis_store import RedisStore
from bot.state.store import Store
from tests.resilience.load.stores import running_redis


@dataclass(frozen=True)
class RedisServer:
    """A Redis server; `client` is an operator's connection."""

    url: str
    client: "Redis[bytes]"


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """Start a Redis on a loopback port."""
    with running_redis(tmp_path_factory.mktemp("redis")) as url, Redis.from_url(url) as client:
        yield RedisServer(url, client)


@pytest.fixture
def keys() -> Keys:
    """Return new random keys."""
    return Keys.ephemeral()


@pytest.fixture(params=["memory", "redis"])
async def store(request: pytest.FixtureRequest, keys: Keys) -> AsyncIterator[Store]:
    """Yield each store in turn, empty."""
    if request.param == "memory":
        yield MemoryStore(keys)
        return
    in_redis = RedisStore(request.getfixturevalue("redis").url, keys)
    yield in_redis
    await in_redis.close()
