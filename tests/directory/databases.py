"""Databases for tests: an SQLite file or a PostgreSQL database of the test's own, empty or filled.

Filling takes a second, copying a filled database a tenth of that.
"""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import psutil
import psycopg
from sqlalchemy import make_url

from directory import open_database

_SERVER = Path(__file__).with_name("postgres_server.py")
_TEMPLATE = "filled"
_TIMEOUT_SECONDS = 60


class Databases(Protocol):
    """Creates databases of one kind."""

    def empty(self) -> str:
        """Return the URL of a new database without tables."""

    def filled(self) -> str:
        """Return the URL of a new database with the seed data."""

    def drop(self, address: str) -> None:
        """Remove a database."""


class SqliteDatabases:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        """Create nothing yet."""
        self._folder = folder
        self._made = 0
        self._template = folder / f"{_TEMPLATE}.sqlite3"

    def empty(self) -> str:
        """Return the URL of a file that does not exist yet."""
        return f"sqlite:///{self._next()}"

    def filled(self) -> str:
        """Return the URL of a copy."""
        if not self._template.exists():
            open_database(f"sqlite:///{self._template}").dispose()
        return f"sqlite:///{shutil.copy(self._template, self._next())}"

    def drop(self, address: str) -> None:
        """Remove a database."""
        path = Path(str(make_url(address).database))
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()

    def _next(self) -> Path:
        self._made += 1
        return self._folder / f"{self._made}.sqlite3"


class PostgresDatabases:
    """Databases on one server."""

    def __init__(self, server: str) -> None:
        """Take the URL of a server with a superuser."""
        self._server = server
        # pytest may create this again for the same server when it sorts tests by database.
        self._template = f"{_TEMPLATE}_{uuid4().hex}"
        self._has_template = False

    def empty(self) -> str:
        """Return the URL of a new database."""
        return self._create("template0")

    def filled(self) -> str:
        """Return the URL of a copy; the template must have no connections."""
        if not self._has_template:
            self._execute(f"CREATE DATABASE {self._template} TEMPLATE template0")
            open_database(self._address(self._template)).dispose()
            self._has_template = True
        return self._create(self._template)

    def drop(self, address: str) -> None:
        """Remove a database."""
        self._execute(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")

    def _create(self, template: str) -> str:
        name = f"test_{uuid4().hex}"
        # Copying files takes half the time of logging each page.
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self._address(name)

    def _address(self, name: str) -> str:
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_postgres() -> Iterator[str]:
    """Run a PostgreSQL server; yield its URL."""
    server = subprocess.Popen([sys.executable, str(_SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdin
    assert server.stdout
    try:
        address = server.stdout.readline().strip()
        assert address, "PostgreSQL did not start"
        yield address
    finally:
        server.stdin.close()
        server.wait(_TIMEOUT_SECONDS)
        server.stdout.close()


@contextmanager
def paused_server(server: str) -> Iterator[None]:
    """Pause all processes of a server: the kernel still accepts connections and data, and nothing answers."""
    with psycopg.connect(server) as connection:
        first = psutil.Process(connection.info.backend_pid).parent()
    assert first
    processes = [first, *first.children(recursive=True)]
    _send_signal(processes, signal.SIGSTOP)
    try:
        yield
    finally:
        _send_signal(processes, signal.SIGCONT)


def _send_signal(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # its client has disconnected
            process.send_signal(number)
