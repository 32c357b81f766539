"""Migrations go up and down and keep the data of the tables that stay."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from directory.connection import BrokenLinksError, connect
from directory.database import migrate, open_database
from directory.models import Record
from directory.starter.loader import STARTER


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    """A database file without tables."""
    engine = connect(f"sqlite:///{tmp_path / 'new' / 'directory.sqlite3'}")
    yield engine
    engine.dispose()


def count(engine: Engine, table: str) -> int:
    """Return the number of rows of a table."""
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - our names


def test_migrations_make_the_tables_of_the_models(empty: Engine) -> None:
    """After all steps the database is what the models say, and a second run changes nothing."""
    migrate(empty)
    migrate(empty)
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Record.metadata) == []


def test_going_up_keeps_data(empty: Engine) -> None:
    """What stood in the HSDS tables before our tables came is still there after."""
    migrate(empty, "0001")
    with empty.begin() as connection:
        connection.execute(text("INSERT INTO organization (id, name, description) VALUES ('o', 'O', 'helps')"))
        connection.execute(
            text("INSERT INTO service (id, organization_id, name, status) VALUES ('s', 'o', 'S', 'active')"),
        )
    migrate(empty)
    assert (count(empty, "organization"), count(empty, "service"), count(empty, "coverage")) == (1, 1, 0)


def test_going_down_keeps_the_hsds_tables(tmp_path: Path) -> None:
    """Undoing our tables leaves the HSDS rows as they were; undoing all leaves nothing."""
    engine = open_database(f"sqlite:///{tmp_path / 'directory.sqlite3'}")
    before = [count(engine, table) for table in ("organization", "service", "phone", "language")]
    migrate(engine, "0001", back=True)
    assert "coverage" not in inspect(engine).get_table_names()
    assert [count(engine, table) for table in ("organization", "service", "phone", "language")] == before
    migrate(engine, "base", back=True)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_a_step_that_breaks_links_is_undone(empty: Engine) -> None:
    """A migration that would leave a service of nobody is refused and changes nothing."""
    migrate(empty, "0001")
    with empty.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql(
            "INSERT INTO service (id, organization_id, name, status) VALUES ('s', 'nobody', 'S', 'active')",
        )
        connection.exec_driver_sql("BEGIN")
        connection.rollback()
    with pytest.raises(BrokenLinksError, match="service"):
        migrate(empty)
    assert "coverage" not in inspect(empty).get_table_names()


def test_sqlite_is_told_to_be_careful(engine: Engine) -> None:
    """Deleted rows are overwritten, links are enforced, and readers do not block the writer."""
    with engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("secure_delete", "foreign_keys", "journal_mode")
        ]
    assert found == [1, 1, "wal"]


def test_a_database_in_memory_works() -> None:
    """A directory in memory is filled and answers like one in a file."""
    engine = open_database("sqlite://", STARTER)
    assert count(engine, "service") > 0
    engine.dispose()
