"""A small directory on both kinds of database, with its API and the bot."""

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from directory import Directory, open_database
from directory.seed.loader import FILES, SEED_FOLDER
from tests.directory.api.api_server import serve_api
from tests.directory.conftest import databases, postgres
from tests.directory.databases import Databases
from tests.properties.conversations import BotConversations
from tests.properties.public_outputs import PublicSystem

__all__ = ["databases", "postgres", "system"]


@pytest.fixture(scope="session")
def small_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The part of the seed directory that is in Thailand, to keep the tests fast."""
    folder = tmp_path_factory.mktemp("seed")
    for name in FILES:
        shutil.copy(SEED_FOLDER / name, folder / name)
    ids = _keep_rows(folder / "services.csv", "id", lambda row: row["id"].startswith("th-"))
    _keep_rows(folder / "phones.csv", "service_id", lambda row: row["service_id"] in ids)
    return folder


@pytest.fixture(scope="session")
def system(
    databases: Databases, small_seed: Path, model_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PublicSystem]:
    """The directory, its API on loopback and the bot."""
    engine = open_database(databases.empty(), small_seed)
    with (
        serve_api(engine, count_cache_seconds=0) as address,
        httpx.Client(base_url=address, trust_env=False, timeout=30) as client,
    ):
        conversations = BotConversations(model_dir, Directory(engine))
        yield PublicSystem(engine, client, conversations, tmp_path_factory.mktemp("outputs"))
        conversations.close()
    engine.dispose()


def _keep_rows(path: Path, key: str, wanted: Callable[[dict[str, str]], bool]) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows_to_keep = [row for row in rows if wanted(row)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows_to_keep)
    return {row[key] for row in rows_to_keep}
