"""A directory of the first release is opened by this version: nothing of it is lost, and all of it is of use."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlmodel import col

from directory import Directory, Need, Place, open_database
from directory.backup import back_up, restore
from directory.confidential import Circle, Confidential
from directory.db.engine import connect
from directory.exchange.hsds import export_json
from directory.models import Assurance, Service
from tests.directory.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.directory.exchange.test_hsds_export import CHECK
from tests.directory.public_rows import public_rows
from tests.directory.upgrading.releases import (
    GONE,
    LINE,
    NUMBER,
    REVISIONS,
    SECRETS,
    SERVICE,
    Row,
    laid_down,
    lost,
    rows_of_staff,
)

Rows = dict[tuple[str, str], Row]


@pytest.fixture
def old_url(database_url: str) -> str:
    """The address of a directory as the first release left it."""
    return laid_down(database_url)


@pytest.fixture
def before(old_url: str) -> Rows:
    """What staff had entered."""
    engine = connect(old_url)
    found = rows_of_staff(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == REVISIONS[engine.dialect.name]
    engine.dispose()
    assert len(found) > 12
    return found


@pytest.fixture
def opened(old_url: str, before: Rows) -> Iterator[Engine]:
    """The same directory, opened by this version."""
    engine = open_database(old_url)
    yield engine
    engine.dispose()


def is_whole(engine: Engine, before: Rows) -> None:
    """Check that all that staff had entered is there and found, needs and audience in their new places."""
    assert lost(before, rows_of_staff(engine)) == {}
    for need in (Need.SHELTER, Need.LEGAL_HELP):
        found = Directory(engine).find_services(need, Place("TH", "TH-50"), "my", limit=50).services
        [ours] = [service for service in found if service.id == SERVICE]
        assert ours.verified
        assert [phone.number for phone in ours.phones] == [NUMBER]
        assert {"girls", "boys"} <= set(ours.audiences)


def test_nothing_that_staff_had_entered_is_lost(opened: Engine, before: Rows) -> None:
    """Each value that staff had entered is there, and who asks is told of their entry."""
    is_whole(opened, before)


def test_the_starter_entries_are_todays(opened: Engine) -> None:
    """An entry that changed since has today's content and must be checked anew; those that left are gone."""
    with opened.connect() as connection:
        name = connection.scalar(select(col(Service.name)).where(col(Service.id) == LINE))
        checked = connection.scalar(select(col(Assurance.verified_at)).where(col(Assurance.service_id) == LINE))
        left = connection.scalars(select(col(Service.id)).where(col(Service.id).in_(GONE))).all()
    assert "1300" in str(name)
    assert (checked, left) == (None, [])


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)  # SQLite's first tables had no place for it
def test_what_was_protected_is_for_its_circle_alone(opened: Engine) -> None:
    """Protected values of then are read by whom they are for, and stand in no public table."""
    store = Confidential(opened)
    address = store.addresses([SERVICE], Circle.STAFF)[SERVICE]
    contact = store.contacts([SERVICE], Circle.PARTNER)[SERVICE]
    assert {address[0].address_1, contact[0].name, contact[0].number} == set(SECRETS)
    said = "".join(public_rows(opened))
    assert not [secret for secret in SECRETS if secret in said]


def test_its_export_is_hsds(opened: Engine, hsds: Path, tmp_path: Path) -> None:
    """What is exported of an old directory conforms to the standard, the entry of staff too."""
    if not CHECK.exists():
        pytest.skip("tests/conformance has no environment (uv sync --project tests/conformance)")
    export_json(opened, tmp_path / "out")
    exported = tmp_path / "out" / "services.json"
    assert SERVICE in {service["id"] for service in json.loads(exported.read_text("utf-8"))}
    schema = {"type": "array", "items": json.loads((hsds / "service.json").read_text("utf-8"))}
    (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command: list[str | Path] = [CHECK, "--schemafile", tmp_path / "schema.json", exported]
    judged = subprocess.run(command, capture_output=True, text=True, check=False, env=quiet)
    assert judged.returncode == 0, judged.stdout


@pytest.mark.parametrize("target", [SqliteDatabases, PostgresDatabases])
def test_its_backup_restores(
    old_url: str, before: Rows, postgres: str, tmp_path: Path, target: type[SqliteDatabases | PostgresDatabases]
) -> None:
    """A backup of a directory of then restores into this version, on its own kind of database and on the other."""
    old = connect(old_url)
    assert back_up(old, tmp_path / "then.zip").revision == REVISIONS[old.dialect.name]
    old.dispose()
    kind: Databases = SqliteDatabases(tmp_path) if target is SqliteDatabases else PostgresDatabases(postgres)
    address = kind.empty()
    engine = connect(address)
    restore(engine, tmp_path / "then.zip")
    is_whole(engine, before)
    engine.dispose()
    kind.drop(address)
