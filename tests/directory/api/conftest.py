"""The API over the starter directory and a sample organization, on both kinds of database."""

from collections.abc import Iterator

import httpx
import pytest

from directory.db.engine import open_engine
from tests.directory.api.api_server import Api, serve_api
from tests.directory.api.sample_organization import insert_sample_organization
from tests.directory.databases import Databases


@pytest.fixture(scope="session")
def api(databases: Databases) -> Iterator[Api]:
    """A running API for read-only tests."""
    engine = open_engine(databases.filled())
    with engine.begin() as connection:
        ids = insert_sample_organization(connection)
    with serve_api(engine) as address, httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        yield Api(client, engine, ids)
    engine.dispose()
