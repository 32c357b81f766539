"""The starter directory in a real database, and the material that some tests read."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from directory import Directory, open_database
from directory.starter.loader import STARTER

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A filled directory in an SQLite file."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('directory') / 'directory.sqlite3'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def directory(engine: Engine) -> Directory:
    """Search over the starter directory."""
    return Directory(engine)


@pytest.fixture(scope="session")
def services() -> list[dict[str, str]]:
    """The committed services."""
    return read(STARTER / "services.csv")


@pytest.fixture(scope="session")
def phones() -> list[dict[str, str]]:
    """The committed phones."""
    return read(STARTER / "phones.csv")


@pytest.fixture(scope="session")
def emergency() -> list[dict[str, str]]:
    """The committed emergency numbers."""
    return read(STARTER / "emergency_numbers.csv")


@pytest.fixture(scope="session")
def collected() -> Path:
    """The folder of the collected data."""
    path = SHARED / "data"
    if not path.exists():
        pytest.skip("the collected data (../shared/data) are not on this machine")
    return path


@pytest.fixture(scope="session")
def source(collected: Path) -> dict[str, dict[str, str]]:
    """The collected rows by id."""
    return {row["id"]: row for row in read(collected / "organizations.csv")}


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
