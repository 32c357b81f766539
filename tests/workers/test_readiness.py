"""/ready, with a real database and a real Redis."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event

from bot.privacy.encryption import Keys
from bot.service.readiness import TIMEOUT, Readiness
from bot.state.memory_store import MemoryStore
from bot.state.redis_store import RedisStore
from tests.resilience.load.stores import running_redis


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """Yield a working database."""
    engine = create_engine(f"sqlite:///{tmp_path}/database.sqlite3")
    yield engine
    engine.dispose()


async def _request(readiness: Readiness) -> tuple[int, dict[str, object]]:
    answer = await readiness.answer()
    return answer.status_code, json.loads(bytes(answer.body))


async def test_ready(database: Engine) -> None:
    """A process that reaches the database and the store is ready."""
    assert await _request(Readiness(database, MemoryStore())) == (200, {"status": "ok"})


async def test_stopping_is_not_ready(database: Engine) -> None:
    """A stopping process is not ready at once, although it reaches everything."""
    readiness = Readiness(database, MemoryStore())
    readiness.stopping = True
    assert await _request(readiness) == (503, {"status": "not ready", "missing": ["stopping"]})


async def test_healthy_until_it_stops(tmp_path: Path) -> None:
    """A process without a database is healthy, because people get the fallback reply; one that stops is not."""
    nowhere = create_engine(f"sqlite:///{tmp_path}/no/such/folder.sqlite3")
    readiness = Readiness(nowhere, MemoryStore())
    assert (await readiness.health()).status_code == 200
    readiness.stopping = True
    assert (await readiness.health()).status_code == 503


async def test_not_ready_without_redis(database: Engine, tmp_path: Path) -> None:
    """Without Redis a process is not ready."""
    later = [0.0]
    with running_redis(tmp_path) as url:
        store = RedisStore(url, Keys.ephemeral())
        readiness = Readiness(database, store, lambda: later[0])
        assert (await _request(readiness))[0] == 200
    later[0] += 2
    assert await _request(readiness) == (503, {"status": "not ready", "missing": ["store"]})
    await store.close()


async def test_not_ready_without_database(tmp_path: Path) -> None:
    """Without a database a process is not ready; the answer contains no address and no exception."""
    nowhere = create_engine(f"sqlite:///{tmp_path}/no/such/folder.sqlite3")
    assert await _request(Readiness(nowhere, MemoryStore())) == (503, {"status": "not ready", "missing": ["database"]})
    nowhere.dispose()


async def test_hanging_database(database: Engine) -> None:
    """A database that hangs counts as missing after two seconds, and has only one query of ours at a time."""
    asked: list[float] = []

    def hang(_connection: object, _record: object) -> None:
        asked.append(time.monotonic())
        time.sleep(TIMEOUT * 1.5)

    event.listen(database, "connect", hang)
    readiness = Readiness(database, MemoryStore(), lambda: float(len(asked)) * 100)
    begun = time.monotonic()
    looks = await asyncio.gather(*(readiness.missing() for _ in range(50)))
    assert time.monotonic() - begun < TIMEOUT * 1.4
    assert [*looks, await readiness.missing()] == [["database"]] * 50 + [[]]
    assert len(asked) == 1


async def test_result_is_cached(database: Engine) -> None:
    """A thousand requests in a second are one query; the next second has another."""
    now, questions = [5.0], []
    event.listen(database, "before_cursor_execute", lambda *given: questions.append(given[2]))
    readiness = Readiness(database, MemoryStore(), lambda: now[0])
    for _ in range(1000):
        assert (await readiness.answer()).status_code == 200
    assert len(questions) == 1
    now[0] += 1
    await readiness.answer()
    assert len(questions) == 2
