"""An update that is killed, and two that meet, leave the directory whole."""

import multiprocessing
import os
import signal
from multiprocessing.process import BaseProcess

import pytest
from sqlalchemy import Engine, event, text

from directory import open_database
from directory.db.engine import connect
from tests.directory.databases import Databases
from tests.directory.upgrading.releases import REVISIONS, laid_down, rows_of_staff
from tests.directory.upgrading.test_upgrading import Rows, is_whole

# A process that begins as a copy of this one need not import everything again.
_PROCESSES = multiprocessing.get_context("fork")
_PATIENCE_SECONDS = 120


@pytest.fixture
def old_url(database_url: str) -> str:
    """The address of a directory as the first release left it."""
    return laid_down(database_url)


def _seen(address: str) -> tuple[str, Rows]:
    engine = connect(address)
    with engine.connect() as connection:
        revision = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    found = rows_of_staff(engine)
    engine.dispose()
    return revision, found


def _opens(address: str, dies_at: int | None, told: "multiprocessing.Queue[int]") -> None:
    """Open a directory; be killed before the statement of this number, or tell how many there were."""
    statements = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_: object) -> None:
        nonlocal statements
        statements += 1
        if statements == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    open_database(address).dispose()
    told.put(statements)


def _started(address: str, dies_at: int | None, told: "multiprocessing.Queue[int]") -> BaseProcess:
    process = _PROCESSES.Process(target=_opens, args=(address, dies_at, told))
    process.start()
    return process


@pytest.fixture
def statements(databases: Databases) -> int:
    """How many statements an update takes."""
    address = laid_down(databases.empty())
    told: multiprocessing.Queue[int] = _PROCESSES.Queue()
    process = _started(address, None, told)
    found = told.get(timeout=_PATIENCE_SECONDS)
    process.join(_PATIENCE_SECONDS)
    databases.drop(address)
    return found


def test_an_update_that_is_killed_loses_nothing(databases: Databases, statements: int) -> None:
    """Killed in any of its parts, an update leaves all of then or the tables of now; the next one ends it."""
    stood: set[str] = set()
    for part in (0.02, 0.3, 0.6, 0.98):
        address = laid_down(databases.empty())
        then, before = _seen(address)
        process = _started(address, int(statements * part), _PROCESSES.Queue())
        process.join(_PATIENCE_SECONDS)
        assert process.exitcode == -signal.SIGKILL
        revision, found = _seen(address)
        stood.add("then" if revision == then else "now")
        if revision == then:
            assert found == before
        engine = open_database(address)
        is_whole(engine, before)
        engine.dispose()
        databases.drop(address)
    assert stood == {"then", "now"}


def test_processes_that_update_at_once(old_url: str) -> None:
    """Of three processes that start at the same moment one updates, the others wait for it, and all go on."""
    revision, before = _seen(old_url)
    assert revision in REVISIONS.values()
    told: multiprocessing.Queue[int] = _PROCESSES.Queue()
    processes = [_started(old_url, None, told) for _ in range(3)]
    counts = [told.get(timeout=_PATIENCE_SECONDS) for _ in processes]
    for process in processes:
        process.join(_PATIENCE_SECONDS)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert max(counts) > 2 * min(counts)
    engine = open_database(old_url)
    is_whole(engine, before)
    engine.dispose()
