"""The API over the starter directory and one organization with everything, on both kinds of database."""

from collections.abc import Iterator

import httpx
import pytest

from directory.db.engine import connect
from tests.directory.api.rich import fill
from tests.directory.api.serving import Api, served
from tests.directory.databases import Databases


@pytest.fixture(scope="session")
def api(databases: Databases) -> Iterator[Api]:
    """A running API that tests only read."""
    engine = connect(databases.filled())
    with engine.begin() as connection:
        ids = fill(connection)
    with served(engine) as address, httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        yield Api(client, engine, ids)
    engine.dispose()
