"""Lock timeouts of connections."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from directory.db.engine import set_lock_timeout, set_statement_timeout, short_lock_timeout, write_transaction


def lock_timeout(engine: Engine) -> int:
    """Return the lock timeout in milliseconds; 0 is unlimited on PostgreSQL."""
    setting = "PRAGMA busy_timeout"
    if engine.dialect.name == "postgresql":
        setting = "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'"
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(setting).scalar_one())


def test_short_timeout_restores_previous_value(own_engine: Engine) -> None:
    """A short timeout ends with the previous value."""
    for set_timeout in (set_statement_timeout, set_lock_timeout):
        set_timeout(own_engine)
        before = lock_timeout(own_engine)
        with own_engine.connect() as connection, short_lock_timeout(connection):
            pass
        assert lock_timeout(own_engine) == before
    assert before == 5_000


def test_lock_timeout_raises(own_engine: Engine) -> None:
    """A page that waits for a lock fails after seconds."""
    set_lock_timeout(own_engine)
    with (
        own_engine.connect() as holder,
        write_transaction(holder),
        own_engine.connect() as other,
        pytest.raises(OperationalError),
        write_transaction(other),
    ):
        pass
