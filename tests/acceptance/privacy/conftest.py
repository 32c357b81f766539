"""The service in both configurations, each started once."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from bot.state.redis_store import RedisStore
from bot.state.store import Store
from tests.acceptance.privacy.redis_server import RedisServer
from tests.acceptance.privacy.service_fixture import RunningService, running_service


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def in_memory(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningService]:
    """Yield a service of one process that stores everything in memory."""
    async with running_service(tmp_path_factory.mktemp("memory"), model_dir, with_redis=False) as stage:
        yield stage


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def in_redis(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningService]:
    """Yield a service of two processes that share a Redis."""
    async with running_service(tmp_path_factory.mktemp("redis"), model_dir, with_redis=True) as stage:
        yield stage


@pytest.fixture(params=["in_memory", "in_redis"])
def stage(request: pytest.FixtureRequest) -> RunningService:
    """Return each configuration in turn."""
    found: RunningService = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def local_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """Yield a Redis for stores in the test's own process."""
    redis = RedisServer(tmp_path_factory.mktemp("small"))
    redis.start()
    yield redis
    redis.stop()


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
    redis: RedisServer = request.getfixturevalue("local_redis")
    with redis.client() as client:
        client.flushdb()
    in_redis = RedisStore(redis.url, keys)
    yield in_redis
    await in_redis.close()
