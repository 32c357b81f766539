"""Databases for tests: an SQLite file or a PostgreSQL database that nobody else uses, empty or filled.

Filling takes a second, copying what was filled once a tenth of that.
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
_PATIENCE_SECONDS = 60


class Databases(Protocol):
    """Makes databases of one kind."""

    def empty(self) -> str:
        """Return the address of a new database without tables."""

    def filled(self) -> str:
        """Return the address of a new database that holds the starter directory."""

    def drop(self, address: str) -> None:
        """Remove a database, whoever is still connected."""


class SqliteDatabases:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        """Make nothing yet."""
        self._folder = folder
        self._made = 0
        self._template = folder / f"{_TEMPLATE}.sqlite3"

    def empty(self) -> str:
        """Return the address of a file that is not there yet."""
        return f"sqlite:///{self._next()}"

    def filled(self) -> str:
        """Return the address of a copy."""
        if not self._template.exists():
            open_database(f"sqlite:///{self._template}").dispose()
        return f"sqlite:///{shutil.copy(self._template, self._next())}"

    def drop(self, address: str) -> None:
        """Remove a file and what SQLite keeps beside it."""
        path = Path(str(make_url(address).database))
        for one in path.parent.glob(f"{path.name}*"):
            one.unlink()

    def _next(self) -> Path:
        self._made += 1
        return self._folder / f"{self._made}.sqlite3"


class PostgresDatabases:
    """Databases on one server."""

    def __init__(self, server: str) -> None:
        """Take the address of a server where we may do anything."""
        self._server = server
        # pytest may make this anew for the same server, when it orders tests by their kind of database.
        self._template = f"{_TEMPLATE}_{uuid4().hex}"
        self._has_template = False

    def empty(self) -> str:
        """Return the address of a new database."""
        return self._create("template0")

    def filled(self) -> str:
        """Return the address of a copy; nobody may be connected to what is copied."""
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
        # Files that are copied are half the work of pages that are written to the log one by one.
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self._address(name)

    def _address(self, name: str) -> str:
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_postgres() -> Iterator[str]:
    """Run a server of our own; give its address."""
    server = subprocess.Popen([sys.executable, str(_SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdin
    assert server.stdout
    try:
        address = server.stdout.readline().strip()
        assert address, "PostgreSQL did not start"
        yield address
    finally:
        server.stdin.close()
        server.wait(_PATIENCE_SECONDS)
        server.stdout.close()


@contextmanager
def standing_still(server: str) -> Iterator[None]:
    """Stop all processes of a server: the system still takes connections and bytes for it, and nothing comes back."""
    with psycopg.connect(server) as connection:
        first = psutil.Process(connection.info.backend_pid).parent()
    assert first
    processes = [first, *first.children(recursive=True)]
    _tell(processes, signal.SIGSTOP)
    try:
        yield
    finally:
        _tell(processes, signal.SIGCONT)


def _tell(processes: Iterable[psutil.Process], what: signal.Signals) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # one whose client is gone
            process.send_signal(what)
