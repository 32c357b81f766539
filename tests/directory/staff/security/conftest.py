"""A directory with somebody of each kind, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url
from starlette.applications import Starlette

from directory.db.engine import connect
from tests.directory.databases import SqliteDatabases
from tests.directory.staff.browsing import desk_of, pages_of
from tests.directory.staff.security.cast import World, populate


@pytest.fixture(scope="session")
def populated(sqlite_databases: SqliteDatabases) -> tuple[Path, World]:
    """The file of a directory with everybody in it, and who and what that is."""
    address = sqlite_databases.filled()
    engine = connect(address)
    world = populate(engine)
    engine.dispose()
    return Path(str(make_url(address).database)), world


@pytest.fixture
def world(populated: tuple[Path, World]) -> World:
    """Who and what there is."""
    return populated[1]


@pytest.fixture
def world_engine(populated: tuple[Path, World], tmp_path: Path) -> Iterator[Engine]:
    """A copy for one test."""
    engine = connect(f"sqlite:///{shutil.copy(populated[0], tmp_path / 'world.sqlite3')}")
    yield engine
    engine.dispose()


@pytest.fixture
def world_pages(world_engine: Engine) -> Starlette:
    """The pages on it."""
    return pages_of(desk_of(world_engine))
