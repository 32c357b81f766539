"""A directory with its own accounts for each test; the entries are shared and not changed."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, delete

from directory.db.engine import open_engine
from directory.models import (
    ProtectedRead,
    StaffAccount,
    StaffBrowser,
    StaffEvent,
    StaffGrantRequest,
    StaffInvitation,
    StaffSession,
)
from directory.staff.auth.credentials import CredentialVerifier
from tests.directory.databases import Databases
from tests.directory.staff.auth.account_factory import Member, create_member, fast_verifier

_TABLES = (StaffSession, StaffBrowser, StaffGrantRequest, StaffInvitation, StaffEvent, ProtectedRead, StaffAccount)


@pytest.fixture(scope="session")
def staffed(databases: Databases) -> Iterator[Engine]:
    """A filled directory whose staff changes from test to test."""
    address = databases.filled()
    engine = open_engine(address)
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
def verifier() -> CredentialVerifier:
    """What secrets are tried against."""
    return fast_verifier()


@pytest.fixture
def mali(engine: Engine, verifier: CredentialVerifier) -> Member:
    """The first administrator."""
    return create_member(engine, verifier)
