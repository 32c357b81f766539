"""Desks over the starter directory in databases of both kinds."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from directory.db.engine import connect
from tests.directory.databases import Databases
from tests.directory.moderation.desk import Desk


@pytest.fixture
def desk(own_engine: Engine) -> Desk:
    """A desk over a directory that the test may change."""
    return Desk(own_engine)


@pytest.fixture(scope="module")
def shared_desk(databases: Databases) -> Iterator[Desk]:
    """A desk for tests that leave nothing behind in the directory."""
    address = databases.filled()
    engine = connect(address)
    yield Desk(engine)
    engine.dispose()
    databases.drop(address)
