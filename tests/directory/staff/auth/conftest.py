"""A directory with a staff of its own in each test; the entries are shared and not changed."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, delete

from directory.db.engine import connect
from directory.models import ProtectedRead, StaffAccount, StaffEvent, StaffInvitation, StaffSession
from directory.staff.auth.credentials import Safe
from tests.directory.databases import Databases
from tests.directory.staff.auth.somebody import Somebody, light_safe, somebody

_TABLES = (StaffSession, StaffInvitation, StaffEvent, ProtectedRead, StaffAccount)


@pytest.fixture(scope="session")
def staffed(databases: Databases) -> Iterator[Engine]:
    """A filled directory whose staff changes from test to test."""
    address = databases.filled()
    engine = connect(address)
    yield engine
    engine.dispose()
    databases.drop(address)


@pytest.fixture
def engine(staffed: Engine) -> Engine:
    """A filled directory in which nobody may sign in."""
    with staffed.begin() as connection:
        for table in _TABLES:
            connection.execute(delete(table))
    return staffed


@pytest.fixture(scope="session")
def safe() -> Safe:
    """What secrets are tried against."""
    return light_safe()


@pytest.fixture
def mali(engine: Engine, safe: Safe) -> Somebody:
    """The first administrator."""
    return somebody(engine, safe)
