"""The service in both set-ups, each started once."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.privacy.encryption import Keys
from bot.state.memory_store import InMemory
from bot.state.redis_store import InRedis
from bot.state.store import Store
from tests.acceptance.privacy.redis_server import RedisServer
from tests.acceptance.privacy.stage import Stage, staged


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def in_memory(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One process that keeps everything in its memory."""
    async with staged(tmp_path_factory.mktemp("memory"), model_dir, with_redis=False) as stage:
        yield stage


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def in_redis(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Two processes that share a Redis."""
    async with staged(tmp_path_factory.mktemp("redis"), model_dir, with_redis=True) as stage:
        yield stage


@pytest.fixture(params=["in_memory", "in_redis"])
def stage(request: pytest.FixtureRequest) -> Stage:
    """Return each set-up in turn."""
    found: Stage = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def small_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A Redis for stores in the test's own process."""
    redis = RedisServer(tmp_path_factory.mktemp("small"))
    redis.start()
    yield redis
    redis.stop()


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
    redis: RedisServer = request.getfixturevalue("small_redis")
    with redis.client() as client:
        client.flushdb()
    in_redis = InRedis(redis.url, keys)
    yield in_redis
    await in_redis.close()
