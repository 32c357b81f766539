"""The two stores, and a Redis of their own."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
from redis import Redis

from bot.privacy.encryption import Keys
from bot.state.memory_store import InMemory
from bot.state.redis_store import InRedis
from bot.state.store import Store
from tests.resilience.load.stores import running_redis


@dataclass(frozen=True)
class RedisServer:
    """Where it is; `client` asks it as an operator would."""

    url: str
    client: "Redis[bytes]"


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """Start a Redis on a loopback port."""
    with running_redis(tmp_path_factory.mktemp("redis")) as url, Redis.from_url(url) as client:
        yield RedisServer(url, client)


@pytest.fixture
def keys() -> Keys:
    """Return keys that no other test has."""
    return Keys.of_this_process()


@pytest.fixture(params=["memory", "redis"])
async def store(request: pytest.FixtureRequest, keys: Keys) -> AsyncIterator[Store]:
    """Return each of the stores in turn, empty."""
    if request.param == "memory":
        yield InMemory(keys)
        return
    in_redis = InRedis(request.getfixturevalue("redis").url, keys)
    yield in_redis
    await in_redis.close()
