"""The seed data in real databases of both kinds, and files that some tests read."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from directory import Directory
from directory.db.engine import open_engine
from directory.seed.collected import read_collected, read_corrections
from directory.seed.loader import FILES, SEED_FOLDER
from tests.directory.databases import Databases, PostgresDatabases, SqliteDatabases, running_postgres

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real PostgreSQL server."""
    with running_postgres() as address:
        yield address


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Creates databases; tests that use this or a fixture below run with both kinds."""
    if request.param == "sqlite":
        return SqliteDatabases(tmp_path_factory.mktemp("databases"))
    return PostgresDatabases(request.getfixturevalue("postgres"))


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """The URL of a new database without tables."""
    address = databases.empty()
    yield address
    databases.drop(address)


@pytest.fixture
def filled_url(databases: Databases) -> Iterator[str]:
    """The URL of a new database with the seed data."""
    address = databases.filled()
    yield address
    databases.drop(address)


@pytest.fixture
def own_engine(filled_url: str) -> Iterator[Engine]:
    """A filled directory that a test may change."""
    engine = open_engine(filled_url)
    yield engine
    engine.dispose()


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A copy of the seed data that a test may change."""
    folder = tmp_path / "starter"
    folder.mkdir()
    for name in FILES:
        shutil.copy(SEED_FOLDER / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def engine(databases: Databases) -> Iterator[Engine]:
    """A filled directory that all tests share and only read."""
    engine = open_engine(databases.filled())
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def directory(engine: Engine) -> Directory:
    """Search in the seed data."""
    return Directory(engine)


@pytest.fixture(scope="session")
def services() -> list[dict[str, str]]:
    """The committed services."""
    return read(SEED_FOLDER / "services.csv")


@pytest.fixture(scope="session")
def phones() -> list[dict[str, str]]:
    """The committed phones."""
    return read(SEED_FOLDER / "phones.csv")


@pytest.fixture(scope="session")
def emergency() -> list[dict[str, str]]:
    """The committed emergency numbers."""
    return read(SEED_FOLDER / "emergency_numbers.csv")


@pytest.fixture(scope="session")
def collected() -> Path:
    """The folder of the collected data."""
    path = SHARED / "data"
    if not path.exists():
        pytest.skip("the collected data (../shared/data) are not on this machine")
    return path


@pytest.fixture(scope="session")
def source(collected: Path) -> dict[str, dict[str, str]]:
    """The collected rows by id, corrected."""
    return {row["id"]: row for row in read_collected(collected, read_corrections())}


@pytest.fixture(scope="session")
def hsds() -> Path:
    """The HSDS 3.0 schemas."""
    path = SHARED / "external" / "hsds" / "schema" / "compiled"
    if not path.exists():
        pytest.skip("the HSDS schemas (../shared/external) are not on this machine")
    return path


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
