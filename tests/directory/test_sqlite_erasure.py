"""What is deleted from an SQLite directory is erased from the disk."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, make_url, select
from sqlmodel import col

from directory.database import migrate
from directory.db.engine import open_engine
from directory.models import Organization, Service
from directory.search.index import index_services
from directory.seed.removal import remove_services
from directory.service import DEFAULT_STALE_AFTER

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

NAME = "Somewhere That Has To Vanish"


def on_disk(url: str) -> bytes:
    """Return all bytes of a database on the disk."""
    path = Path(str(make_url(url).database))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def test_sqlite_pragmas(engine: Engine) -> None:
    """Deleted rows are overwritten, foreign keys are enforced, and readers do not block the writer."""
    with engine.connect() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("secure_delete", "foreign_keys", "journal_mode")
        ]
    assert values == [1, 1, "wal"]


def delete_one_of_two(database_url: str, size: int) -> None:
    """Insert two services, delete one, and checkpoint the log."""
    engine = open_engine(database_url)
    migrate(engine)
    with engine.begin() as connection:
        for number in ("1", "2"):
            name = NAME if number == "1" else "Another"
            organization = {"id": f"o{number}", "name": name, "description": f"{name} " * size}
            service = {"id": number, "organization_id": f"o{number}", "name": name, "status": "active"}
            connection.execute(insert(Organization), organization)
            connection.execute(insert(Service), service)
        index_services(connection, ["1", "2"], DEFAULT_STALE_AFTER)
    assert NAME.encode() in on_disk(database_url)
    with engine.begin() as connection:
        remove_services(connection, ["1"])
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
        assert list(connection.scalars(select(col(Service.name)))) == ["Another"]
    engine.dispose()


@pytest.mark.parametrize("size", [1, 200], ids=["in a page", "over many pages"])
def test_erases_bytes_of_deleted_service(database_url: str, size: int) -> None:
    """After a deletion and a checkpoint, neither file holds the name."""
    delete_one_of_two(database_url, size)
    assert NAME.encode() not in on_disk(database_url)


def test_erases_search_words_of_deleted_service(database_url: str) -> None:
    """The full-text index holds no word of a deleted name."""
    delete_one_of_two(database_url, 1)
    assert b"vanish" not in on_disk(database_url).lower()
