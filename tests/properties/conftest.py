"""A small directory on both kinds of database, with everything that answers from it running."""

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from directory import Directory, open_database
from directory.seed.loader import FILES, STARTER
from tests.directory.api.serving import served
from tests.directory.conftest import databases, postgres
from tests.directory.databases import Databases
from tests.properties.talk import Talk
from tests.properties.ways_out import World

__all__ = ["databases", "postgres", "world"]


@pytest.fixture(scope="session")
def small_starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The part of the starter directory that lies in Thailand: every way out is quick then."""
    folder = tmp_path_factory.mktemp("starter")
    for name in FILES:
        shutil.copy(STARTER / name, folder / name)
    kept = _only(folder / "services.csv", "id", lambda row: row["id"].startswith("th-"))
    _only(folder / "phones.csv", "service_id", lambda row: row["service_id"] in kept)
    return folder


@pytest.fixture(scope="session")
def world(
    databases: Databases, small_starter: Path, model_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The directory, its API on loopback and the bot."""
    engine = open_database(databases.empty(), small_starter)
    with (
        served(engine, counts_kept_for=0) as address,
        httpx.Client(base_url=address, trust_env=False, timeout=30) as client,
    ):
        talk = Talk(model_dir, Directory(engine))
        yield World(engine, client, talk, tmp_path_factory.mktemp("ways"))
        talk.close()
    engine.dispose()


def _only(path: Path, key: str, wanted: Callable[[dict[str, str]], bool]) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if wanted(row)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    return {row[key] for row in kept}
