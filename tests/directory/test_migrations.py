"""Migrations upgrade and downgrade step by step, and keep the data of the remaining tables."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from directory import Directory, Need, Place, open_database
from directory.database import migrate
from directory.db.engine import ForeignKeyViolationError, open_engine
from directory.models import Record, stable_id
from directory.seed.loader import SEED_FOLDER
from tests.directory.old_schema import MADE_FOR, NEEDS, load_revision_0002, revisions

REMAINING_TABLES = ("organization", "service", "coverage", "assurance", "conduct")
SQLITE_ONLY = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    """A database without tables."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def old(empty: Engine) -> Engine:
    """A directory as version 0.1.0 left it."""
    migrate(empty, "0002")
    with empty.begin() as connection:
        load_revision_0002(connection)
    return empty


def rows(engine: Engine, statement: str) -> list[tuple[Any, ...]]:
    """Return the sorted rows of a query."""
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(text(statement)))


def counts(engine: Engine, tables: tuple[str, ...]) -> list[int]:
    """Return the number of rows of each table."""
    return [rows(engine, f"SELECT count(*) FROM {table}")[0][0] for table in tables]  # noqa: S608 - our names


def is_in_models(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """Return whether models can describe a table or index; they cannot describe full-text and API indexes."""
    return not (name or "").startswith("service_text_" if kind == "table" else ("ix_service_text_", "ix_api_"))


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection:sqlalchemy.exc.SAWarning")
def test_migrations_match_models(empty: Engine) -> None:
    """After all migrations the database matches the models, and a second run changes nothing."""
    migrate(empty)
    migrate(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_in_models})
        assert compare_metadata(context, Record.metadata) == []


def test_upgrades_and_downgrades_keep_data(old: Engine) -> None:
    """Needs, audiences and all other data survive all upgrades and all downgrades."""
    before = {table: rows(old, f"SELECT * FROM {table}") for table in ("service_need", *REMAINING_TABLES)}  # noqa: S608 - our names
    sizes = counts(old, REMAINING_TABLES)
    later = revisions()[2:]
    for revision in later:
        migrate(old, revision)
        assert counts(old, REMAINING_TABLES) == sizes
    for revision in reversed(revisions()[1 : len(later) + 1]):
        migrate(old, revision, back=True)
        assert counts(old, REMAINING_TABLES) == sizes
    columns = {table: [column["name"] for column in inspect(old).get_columns(table)] for table in before}
    for table, was in before.items():
        names = ", ".join(columns_before(table, columns[table]))
        assert rows(old, f"SELECT {names} FROM {table}") == was, table  # noqa: S608 - our names


def columns_before(table: str, now: list[str]) -> list[str]:
    """Return a table's columns in their old order: a column that was dropped and restored is last now."""
    if table != "conduct":
        return now
    return [*now[: now.index("reason")], "made_for", "reason"]


def test_moves_needs_and_audiences(old: Engine) -> None:
    """Needs and audiences of an old directory are in the new tables."""
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


def test_opens_old_directory(opened: Directory) -> None:
    """An old directory answers with the present seed data."""
    assert len(opened.find_services(Need.SHELTER, Place("TH"), None).services) == 3


def test_finds_entries_of_staff_in_old_directory(opened: Directory) -> None:
    """A service that staff entered before there was a search index is found."""
    services = opened.find_services(Need.SHELTER, Place("KI"), None, limit=50).services
    assert "Kept by staff" in {service.name for service in services}


def test_marks_protected_locations(old: Engine) -> None:
    """Locations with protected addresses are marked as withheld."""
    migrate(old, "0007")
    with old.begin() as connection:
        connection.execute(text("INSERT INTO location (id, location_type) VALUES ('hidden', 'physical')"))
        for table, key in (("staff_address", "s"), ("partner_address", "p")):
            stmt = f"INSERT INTO {table} (id, location_id, address_1, country) VALUES ('{key}', 'hidden', 'x', 'TH')"  # noqa: S608
            connection.execute(text(stmt))
    migrate(old)
    assert rows(old, "SELECT location_id FROM withheld_location") == [("hidden",)]


def test_locations_of_protected_addresses_get_random_ids(old: Engine) -> None:
    """An id that can be computed from the service is replaced, with every link to it; other ids stay."""
    migrate(old, "0015")
    service = rows(old, "SELECT id FROM service")[0][0]
    known = stable_id("location", "protected", service)
    values = {"location": known, "link": stable_id("service_at_location", known), "service": service}
    values |= {"key": json.dumps([known]), "empty": "null"}
    with old.begin() as connection:
        for stmt in (
            "INSERT INTO location (id, location_type) VALUES (:location, 'physical'), ('other', 'physical')",
            "INSERT INTO service_at_location (id, service_id, location_id) VALUES (:link, :service, :location)",
            "INSERT INTO phone (id, number, service_at_location_id) VALUES ('p', '1', :link)",
            "INSERT INTO staff_address (id, location_id, address_1, country) VALUES ('s', :location, 'x', 'TH')",
            "INSERT INTO withheld_location (location_id) VALUES (:location)",
            "INSERT INTO proposal (id, state, made_at, reason) VALUES (1, 'declined', '2026-01-01 00:00:00', '')",
            (
                "INSERT INTO proposed_field (proposal_id, position, action, table_name, row_key, field, old, new)"
                " VALUES (1, 1, 'update', 'location', :key, 'name', :empty, :empty)"
            ),
        ):
            connection.execute(text(stmt), values)
    migrate(old)
    locations = [key for (key,) in rows(old, "SELECT id FROM location") if key != "other"]
    (link,) = rows(old, "SELECT id, location_id FROM service_at_location")
    assert known not in locations
    assert link[0] != values["link"]
    assert rows(old, "SELECT service_at_location_id FROM phone") == [(link[0],)]
    assert rows(old, "SELECT location_id FROM staff_address") == [(location,) for location in locations]
    assert rows(old, "SELECT location_id FROM withheld_location") == [(link[1],)] == [(locations[0],)]
    assert rows(old, "SELECT row_key FROM proposed_field") == [(json.dumps(locations),)]


def test_downgrades_to_base(filled_url: str) -> None:
    """Undoing all migrations leaves only the revision table."""
    engine = open_engine(filled_url)
    before = counts(engine, ("organization", "service", "phone", "language"))
    migrate(engine, "0001", back=True)
    assert "coverage" not in inspect(engine).get_table_names()
    assert counts(engine, ("organization", "service", "phone", "language")) == before
    migrate(engine, "base", back=True)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_failed_migration_is_rolled_back(old: Engine) -> None:
    """If the last statement of a migration fails, all earlier ones are rolled back."""
    migrate(old, "0003")
    with old.begin() as connection:
        connection.execute(text("CREATE TABLE service_text (in_the_way INTEGER)"))
    with pytest.raises(DatabaseError):
        migrate(old)
    assert rows(old, "SELECT version_num FROM alembic_version") == [("0003",)]
    assert not {"audience", "search_entry", "staff_address"} & set(inspect(old).get_table_names())
    assert len(rows(old, "SELECT * FROM service_need")) == len(NEEDS)


@SQLITE_ONLY
def test_migration_with_broken_links_is_rolled_back(empty: Engine) -> None:
    """A migration that would leave a service without an organization is rolled back."""
    migrate(empty, "0001")
    with empty.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql(
            "INSERT INTO service (id, organization_id, name, status) VALUES ('s', 'nobody', 'S', 'active')",
        )
        connection.exec_driver_sql("BEGIN")
        connection.rollback()
    with pytest.raises(ForeignKeyViolationError, match="service"):
        migrate(empty)
    assert "coverage" not in inspect(empty).get_table_names()


def test_in_memory_database() -> None:
    """An in-memory directory is filled and answers like one in a file."""
    engine = open_database("sqlite://", SEED_FOLDER)
    assert counts(engine, ("service",))[0] > 0
    engine.dispose()
