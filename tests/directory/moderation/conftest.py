"""Moderation of the seed data in databases of both kinds."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from directory.db.engine import open_engine
from tests.directory.databases import Databases
from tests.directory.moderation.client import ModerationClient


@pytest.fixture
def client(own_engine: Engine) -> ModerationClient:
    """A client client for a directory that the test may change."""
    return ModerationClient(own_engine)


@pytest.fixture(scope="module")
def shared_client(databases: Databases) -> Iterator[ModerationClient]:
    """A client client for tests that leave the directory unchanged."""
    address = databases.filled()
    engine = open_engine(address)
    yield ModerationClient(engine)
    engine.dispose()
    databases.drop(address)
