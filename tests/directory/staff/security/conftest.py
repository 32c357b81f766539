"""A directory with a user of each kind, created once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url
from starlette.applications import Starlette

from directory.db.engine import open_engine
from tests.directory.databases import SqliteDatabases
from tests.directory.staff.browser import mount_pages, staff_context
from tests.directory.staff.security.world import World, populate


@pytest.fixture(scope="session")
def populated(sqlite_databases: SqliteDatabases) -> tuple[Path, World]:
    """The file of a directory with everybody in it, and who and what that is."""
    address = sqlite_databases.filled()
    engine = open_engine(address)
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
    engine = open_engine(f"sqlite:///{shutil.copy(populated[0], tmp_path / 'world.sqlite3')}")
    yield engine
    engine.dispose()


@pytest.fixture
def world_pages(world_engine: Engine) -> Starlette:
    """The pages on it."""
    return mount_pages(staff_context(world_engine))
