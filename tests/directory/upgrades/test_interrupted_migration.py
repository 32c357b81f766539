"""A killed migration, and concurrent ones, leave the directory complete."""

import multiprocessing
import os
import signal
from multiprocessing.process import BaseProcess

import pytest
from sqlalchemy import Engine, event, text

from directory import open_database
from directory.db.engine import open_engine
from tests.directory.databases import Databases
from tests.directory.upgrades.first_release import REVISIONS, create_first_release, rows_of_staff
from tests.directory.upgrades.test_upgrade import Rows, check_complete

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

# A process that begins as a copy of this one need not import everything again.
_PROCESSES = multiprocessing.get_context("fork")
_TIMEOUT_SECONDS = 120


@pytest.fixture
def old_url(database_url: str) -> str:
    """The URL of a directory as the first release left it."""
    return create_first_release(database_url)


def _state(address: str) -> tuple[str, Rows]:
    engine = open_engine(address)
    with engine.connect() as connection:
        revision = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    rows = rows_of_staff(engine)
    engine.dispose()
    return revision, rows


def _open(address: str, killed_at: int | None, counts_queue: "multiprocessing.Queue[int]") -> None:
    """Open a directory; kill the process before the statement of this number, or report how many there were."""
    statements = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_: object) -> None:
        nonlocal statements
        statements += 1
        if statements == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    open_database(address).dispose()
    counts_queue.put(statements)


def _start(address: str, killed_at: int | None, counts_queue: "multiprocessing.Queue[int]") -> BaseProcess:
    process = _PROCESSES.Process(target=_open, args=(address, killed_at, counts_queue))
    process.start()
    return process


@pytest.fixture
def statements(databases: Databases) -> int:
    """The number of statements of a migration."""
    address = create_first_release(databases.empty())
    counts_queue: multiprocessing.Queue[int] = _PROCESSES.Queue()
    process = _start(address, None, counts_queue)
    count = counts_queue.get(timeout=_TIMEOUT_SECONDS)
    process.join(_TIMEOUT_SECONDS)
    databases.drop(address)
    return count


def test_killed_migration_loses_nothing(databases: Databases, statements: int) -> None:
    """A killed migration leaves the old or the new state; the next one completes it."""
    states: set[str] = set()
    for part in (0.02, 0.3, 0.6, 0.98):
        address = create_first_release(databases.empty())
        then, before = _state(address)
        process = _start(address, int(statements * part), _PROCESSES.Queue())
        process.join(_TIMEOUT_SECONDS)
        assert process.exitcode == -signal.SIGKILL
        revision, rows = _state(address)
        states.add("then" if revision == then else "now")
        if revision == then:
            assert rows == before
        engine = open_database(address)
        check_complete(engine, before)
        engine.dispose()
        databases.drop(address)
    assert states == {"then", "now"}


def test_concurrent_processes_migrate_once(old_url: str) -> None:
    """Of three processes one migrates, the others wait, and all succeed."""
    revision, before = _state(old_url)
    assert revision in REVISIONS.values()
    counts_queue: multiprocessing.Queue[int] = _PROCESSES.Queue()
    processes = [_start(old_url, None, counts_queue) for _ in range(3)]
    counts = [counts_queue.get(timeout=_TIMEOUT_SECONDS) for _ in processes]
    for process in processes:
        process.join(_TIMEOUT_SECONDS)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert max(counts) > 2 * min(counts)
    engine = open_database(old_url)
    check_complete(engine, before)
    engine.dispose()
