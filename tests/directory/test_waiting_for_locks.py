"""How long a connection waits for somebody else's lock."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from directory.db.engine import answer_soon, give_up_locks, locked, soon


def waits(engine: Engine) -> int:
    """Return for how many milliseconds a connection waits; 0 is for ever on PostgreSQL."""
    setting = "PRAGMA busy_timeout"
    if engine.dialect.name == "postgresql":
        setting = "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'"
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(setting).scalar_one())


def test_soon_gives_back_what_it_found(own_engine: Engine) -> None:
    """A wait that was shortened for a moment is afterwards what it was before."""
    for shorten in (answer_soon, give_up_locks):
        shorten(own_engine)
        before = waits(own_engine)
        with own_engine.connect() as connection, soon(connection):
            pass
        assert waits(own_engine) == before
    assert before == 5_000


def test_pages_give_up(own_engine: Engine) -> None:
    """Behind somebody else's lock a page ends after seconds, with an error that becomes a calm answer."""
    give_up_locks(own_engine)
    with (
        own_engine.connect() as holder,
        locked(holder),
        own_engine.connect() as other,
        pytest.raises(OperationalError),
        locked(other),
    ):
        pass
