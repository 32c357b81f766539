"""A PostgreSQL that can't be reached is not waited for again and again."""

import socket
import time
from collections.abc import Iterator

import psutil
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from directory.db.circuit_breaker import REST, rest_while_out_of_reach
from directory.db.engine import answer_soon, connect
from directory.db.timeouts import WITHIN
from tests.directory.databases import PostgresDatabases, standing_still


@pytest.fixture
def served(postgres: str) -> Iterator[Engine]:
    """The service's connections to a database of a real server."""
    engine = connect(PostgresDatabases(postgres).empty())
    answer_soon(engine)
    yield engine
    engine.dispose()


def seconds_until_refused(engine: Engine) -> float:
    """Return how long somebody waits who asks in vain."""
    begun = time.monotonic()
    with pytest.raises(OperationalError), engine.connect() as connection:
        connection.scalar(text("SELECT 1"))
    return time.monotonic() - begun


def test_who_asks_next_does_not_wait() -> None:
    """Where nothing comes back the first who asks waits for two seconds, others not at all, until it is asked again."""
    now = [0.0]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = connect(f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing")
        rest_while_out_of_reach(engine, lambda: now[0])
        assert 1.5 < seconds_until_refused(engine) < 4
        assert [seconds_until_refused(engine) < 0.5 for _ in range(5)] == [True] * 5
        now[0] = REST
        assert seconds_until_refused(engine) > 1.5
        engine.dispose()


def test_a_connection_that_breaks_is_made_anew(postgres: str, served: Engine) -> None:
    """After a restart of the server one question fails, and the next one is answered."""
    with served.connect() as broken:
        number = broken.scalar(text("SELECT pg_backend_pid()"))
    operator = connect(postgres)
    with operator.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
    operator.dispose()
    with pytest.raises(OperationalError), served.connect() as again:
        again.scalar(text("SELECT 1"))
    with served.connect() as anew:
        assert anew.scalar(text("SELECT 1")) == 1


def test_a_server_that_stands_still(postgres: str, served: Engine) -> None:
    """Whoever asks over a connection that stands waits for seconds, others not at all; later it is asked again."""
    now = [0.0]
    engine = connect(served.url.render_as_string(hide_password=False))
    rest_while_out_of_reach(engine, lambda: now[0])
    process = psutil.Process()
    before = (process.num_fds(), process.num_threads())
    with engine.connect() as one, engine.connect() as other:
        assert one.scalar(text("SELECT 1")) == other.scalar(text("SELECT 1")) == 1
    with standing_still(postgres):
        assert WITHIN - 0.1 < seconds_until_refused(engine) < WITHIN + 1
        assert [seconds_until_refused(engine) < 0.5 for _ in range(5)] == [True] * 5
    assert seconds_until_refused(engine) < 0.5
    assert (process.num_fds(), process.num_threads()) == before
    now[0] = REST
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()


def test_a_question_that_takes_too_long(served: Engine) -> None:
    """The server gives it up before we do: it is there, so nobody rests, and the connection stays."""
    with served.connect() as connection:
        number = connection.scalar(text("SELECT pg_backend_pid()"))
    with served.connect() as connection, pytest.raises(OperationalError, match="statement timeout"):
        connection.execute(text(f"SELECT pg_sleep({WITHIN * 2})"))
    with served.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) == number
