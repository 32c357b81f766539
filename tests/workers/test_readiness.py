"""Whether people can be answered now: /ready, on a real database and a real Redis."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event

from bot.privacy.encryption import Keys
from bot.service.readiness import WITHIN, Readiness
from bot.state.memory_store import InMemory
from bot.state.redis_store import InRedis
from tests.resilience.load.stores import running_redis


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A database that is there."""
    engine = create_engine(f"sqlite:///{tmp_path}/database.sqlite3")
    yield engine
    engine.dispose()


async def _found(readiness: Readiness) -> tuple[int, dict[str, object]]:
    answer = await readiness.answer()
    return answer.status_code, json.loads(bytes(answer.body))


async def test_all_is_there(database: Engine) -> None:
    """A process that reaches all that a turn needs is ready, and says nothing else."""
    assert await _found(Readiness(database, InMemory())) == (200, {"status": "ok"})


async def test_it_stops(database: Engine) -> None:
    """A process that stops says so at once, although it reaches everything."""
    readiness = Readiness(database, InMemory())
    readiness.stopping = True
    assert await _found(readiness) == (503, {"status": "not ready", "missing": ["stopping"]})


async def test_redis_goes_and_comes_back(database: Engine, tmp_path: Path) -> None:
    """Without Redis a process is not ready, and as soon as Redis is back it is."""
    later = [0.0]
    with running_redis(tmp_path) as url:
        store = InRedis(url, Keys.of_this_process())
        readiness = Readiness(database, store, lambda: later[0])
        assert (await _found(readiness))[0] == 200
    later[0] += 2
    assert await _found(readiness) == (503, {"status": "not ready", "missing": ["store"]})
    await store.close()


async def test_no_database(tmp_path: Path) -> None:
    """Without a database a process is not ready; the answer names neither its address nor what went wrong."""
    nowhere = create_engine(f"sqlite:///{tmp_path}/no/such/folder.sqlite3")
    assert await _found(Readiness(nowhere, InMemory())) == (503, {"status": "not ready", "missing": ["database"]})
    nowhere.dispose()


async def test_a_database_that_does_not_answer(database: Engine) -> None:
    """It counts as missing after two seconds, and has one question of ours at most, however often we are asked."""
    asked: list[float] = []

    def hang(_connection: object, _record: object) -> None:
        asked.append(time.monotonic())
        time.sleep(WITHIN * 1.5)

    event.listen(database, "connect", hang)
    readiness = Readiness(database, InMemory(), lambda: float(len(asked)) * 100)
    begun = time.monotonic()
    looks = await asyncio.gather(*(readiness.missing() for _ in range(50)))
    assert time.monotonic() - begun < WITHIN * 1.4
    assert [*looks, await readiness.missing()] == [["database"]] * 50 + [[]]
    assert len(asked) == 1


async def test_it_is_no_way_to_flood(database: Engine) -> None:
    """A thousand questions in a second are one to the database; the next second has another."""
    now, questions = [5.0], []
    event.listen(database, "before_cursor_execute", lambda *given: questions.append(given[2]))
    readiness = Readiness(database, InMemory(), lambda: now[0])
    for _ in range(1000):
        assert (await readiness.answer()).status_code == 200
    assert len(questions) == 1
    now[0] += 1
    await readiness.answer()
    assert len(questions) == 2
