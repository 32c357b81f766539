"""The circuit breaker for PostgreSQL."""

import socket
import time
from collections.abc import Iterator

import psutil
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from directory.db.circuit_breaker import OPEN_SECONDS, install_circuit_breaker
from directory.db.engine import open_engine, set_statement_timeout
from directory.db.timeouts import STATEMENT_SECONDS
from tests.directory.databases import PostgresDatabases, paused_server


@pytest.fixture
def service_engine(postgres: str) -> Iterator[Engine]:
    """The service's engine for a database of a real server."""
    engine = open_engine(PostgresDatabases(postgres).empty())
    set_statement_timeout(engine)
    yield engine
    engine.dispose()


def seconds_until_error(engine: Engine) -> float:
    """Return how long a query takes to fail."""
    begun = time.monotonic()
    with pytest.raises(OperationalError), engine.connect() as connection:
        connection.scalar(text("SELECT 1"))
    return time.monotonic() - begun


def test_fails_fast_while_circuit_is_open() -> None:
    """The first caller waits two seconds, the next fail at once, until the circuit closes."""
    now = [0.0]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = open_engine(f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing")
        install_circuit_breaker(engine, lambda: now[0])
        assert 1.5 < seconds_until_error(engine) < 4
        assert [seconds_until_error(engine) < 0.5 for _ in range(5)] == [True] * 5
        now[0] = OPEN_SECONDS
        assert seconds_until_error(engine) > 1.5
        engine.dispose()


def test_closed_connection_does_not_open_circuit(postgres: str, service_engine: Engine) -> None:
    """After a restart of the server one query fails, and the next one succeeds."""
    with service_engine.connect() as broken:
        number = broken.scalar(text("SELECT pg_backend_pid()"))
    operator = open_engine(postgres)
    with operator.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
    operator.dispose()
    with pytest.raises(OperationalError), service_engine.connect() as again:
        again.scalar(text("SELECT 1"))
    with service_engine.connect() as anew:
        assert anew.scalar(text("SELECT 1")) == 1


def test_opens_circuit_for_hanging_server(postgres: str, service_engine: Engine) -> None:
    """A caller with an open connection waits seconds, the next fail at once; later the server is tried again."""
    now = [0.0]
    engine = open_engine(service_engine.url.render_as_string(hide_password=False))
    install_circuit_breaker(engine, lambda: now[0])
    process = psutil.Process()
    before = (process.num_fds(), process.num_threads())
    with engine.connect() as first, engine.connect() as second:
        assert first.scalar(text("SELECT 1")) == second.scalar(text("SELECT 1")) == 1
    with paused_server(postgres):
        assert STATEMENT_SECONDS - 0.1 < seconds_until_error(engine) < STATEMENT_SECONDS + 1
        assert [seconds_until_error(engine) < 0.5 for _ in range(5)] == [True] * 5
    assert seconds_until_error(engine) < 0.5
    assert (process.num_fds(), process.num_threads()) == before
    now[0] = OPEN_SECONDS
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()


def test_slow_statement_does_not_open_circuit(service_engine: Engine) -> None:
    """The server cancels a slow statement first, so the circuit stays closed and the connection open."""
    with service_engine.connect() as connection:
        number = connection.scalar(text("SELECT pg_backend_pid()"))
    with service_engine.connect() as connection, pytest.raises(OperationalError, match="statement timeout"):
        connection.execute(text(f"SELECT pg_sleep({STATEMENT_SECONDS * 2})"))
    with service_engine.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) == number
