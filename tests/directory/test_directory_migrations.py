"""Migrations go up and down, step by step, and keep the data of the tables that stay."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from directory import Directory, Need, Place, open_database
from directory.database import migrate
from directory.db.engine import BrokenLinksError, connect
from directory.models import Record
from directory.seed.loader import STARTER
from tests.directory.old_directory import MADE_FOR, NEEDS, fill_0002, revisions

KEPT = ("organization", "service", "coverage", "assurance", "conduct")
SQLITE_ONLY = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    """A database without tables."""
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def old(empty: Engine) -> Engine:
    """A directory as version 0.1.0 of the software left it."""
    migrate(empty, "0002")
    with empty.begin() as connection:
        fill_0002(connection)
    return empty


def rows(engine: Engine, statement: str) -> list[tuple[Any, ...]]:
    """Return what a statement finds, in order."""
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(text(statement)))


def counts(engine: Engine, tables: tuple[str, ...]) -> list[int]:
    """Return the numbers of rows."""
    return [rows(engine, f"SELECT count(*) FROM {table}")[0][0] for table in tables]  # noqa: S608 - our names


def of_the_models(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """Tell whether models can describe a table or index: those of free text and of the order of the API they cannot."""
    return not (name or "").startswith("service_text_" if kind == "table" else ("ix_service_text_", "ix_api_"))


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection:sqlalchemy.exc.SAWarning")
def test_migrations_make_the_tables_of_the_models(empty: Engine) -> None:
    """After all steps the database is what the models say, and a second run changes nothing."""
    migrate(empty)
    migrate(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": of_the_models})
        assert compare_metadata(context, Record.metadata) == []


def test_step_by_step_up_and_down_with_data(old: Engine) -> None:
    """Needs, audiences and everything else of an old directory come back after all steps up and all steps down."""
    before = {table: rows(old, f"SELECT * FROM {table}") for table in ("service_need", *KEPT)}  # noqa: S608 - our names
    sizes = counts(old, KEPT)
    later = revisions()[2:]
    for revision in later:
        migrate(old, revision)
        assert counts(old, KEPT) == sizes
    for revision in reversed(revisions()[1 : len(later) + 1]):
        migrate(old, revision, back=True)
        assert counts(old, KEPT) == sizes
    columns = {table: [column["name"] for column in inspect(old).get_columns(table)] for table in before}
    for table, was in before.items():
        names = ", ".join(columns_before(table, columns[table]))
        assert rows(old, f"SELECT {names} FROM {table}") == was, table  # noqa: S608 - our names


def columns_before(table: str, now: list[str]) -> list[str]:
    """Return a table's columns in their old order: one that was dropped and came back stands last now."""
    if table != "conduct":
        return now
    return [*now[: now.index("reason")], "made_for", "reason"]


def test_needs_and_audiences_move(old: Engine) -> None:
    """What an old directory knew of needs and of whom a service is for stands in the new tables."""
    migrate(old)
    needs = rows(
        old,
        "SELECT attribute.link_id, taxonomy_term.code FROM attribute"
        " JOIN taxonomy_term ON taxonomy_term.id = attribute.taxonomy_term_id WHERE link_entity = 'service'",
    )
    assert needs == sorted(NEEDS)
    codes = {"children": {"girls", "boys"}, "seafarers": {"seafaring"}}
    expected = {(service, code) for service, made_for in MADE_FOR.items() for code in codes[made_for]}
    assert set(rows(old, "SELECT service_id, code FROM audience")) == expected


@pytest.fixture
def opened(old: Engine, database_url: str) -> Iterator[Directory]:
    """The old directory, opened by this version."""
    assert old
    engine = open_database(database_url)
    yield Directory(engine)
    engine.dispose()


def test_an_old_directory_opens(opened: Directory) -> None:
    """Opened by this version, an old directory answers with the entries of the new starter directory."""
    assert len(opened.find_services(Need.SHELTER, Place("TH"), None).services) == 3


def test_what_staff_entered_in_an_old_directory_is_found(opened: Directory) -> None:
    """A service that staff had entered before search had its index is found after the update."""
    found = opened.find_services(Need.SHELTER, Place("KI"), None, limit=50).services
    assert "Kept by staff" in {service.name for service in found}


def test_places_that_were_protected_before_are_marked(old: Engine) -> None:
    """A directory that held protected addresses before places were marked has them marked afterwards."""
    migrate(old, "0007")
    with old.begin() as connection:
        connection.execute(text("INSERT INTO location (id, location_type) VALUES ('hidden', 'physical')"))
        for table, key in (("staff_address", "s"), ("partner_address", "p")):
            said = f"INSERT INTO {table} (id, location_id, address_1, country) VALUES ('{key}', 'hidden', 'x', 'TH')"  # noqa: S608
            connection.execute(text(said))
    migrate(old)
    assert rows(old, "SELECT location_id FROM withheld_location") == [("hidden",)]


def test_down_to_nothing(filled_url: str) -> None:
    """Undoing all steps of a filled directory leaves nothing but the note of the revision."""
    engine = connect(filled_url)
    before = counts(engine, ("organization", "service", "phone", "language"))
    migrate(engine, "0001", back=True)
    assert "coverage" not in inspect(engine).get_table_names()
    assert counts(engine, ("organization", "service", "phone", "language")) == before
    migrate(engine, "base", back=True)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_a_step_that_fails_leaves_nothing_behind(old: Engine) -> None:
    """When the last thing that a step makes is already there, all that it made and moved before is undone."""
    migrate(old, "0003")
    with old.begin() as connection:
        connection.execute(text("CREATE TABLE service_text (in_the_way INTEGER)"))
    with pytest.raises(DatabaseError):
        migrate(old)
    assert rows(old, "SELECT version_num FROM alembic_version") == [("0003",)]
    assert not {"audience", "search_entry", "staff_address"} & set(inspect(old).get_table_names())
    assert len(rows(old, "SELECT * FROM service_need")) == len(NEEDS)


@SQLITE_ONLY
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


def test_a_database_in_memory_works() -> None:
    """A directory in memory is filled and answers like one in a file."""
    engine = open_database("sqlite://", STARTER)
    assert counts(engine, ("service",))[0] > 0
    engine.dispose()
