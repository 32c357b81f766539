"""A directory of the first release is opened by this version: nothing is lost, and all of it works."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlmodel import col

from directory import Directory, Need, Place, open_database
from directory.backup import create_backup, restore_backup
from directory.confidential import AccessCircle, ConfidentialStore
from directory.db.engine import open_engine
from directory.exchange.hsds import export_json
from directory.models import Assurance, Service
from tests.directory.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.directory.exchange.test_hsds_export import CHECK
from tests.directory.public_rows import public_rows
from tests.directory.upgrades.first_release import (
    CHANGED,
    NUMBER,
    REMOVED,
    REVISIONS,
    SECRETS,
    SERVICE,
    Row,
    create_first_release,
    lost,
    rows_of_staff,
)

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

Rows = dict[tuple[str, str], Row]


@pytest.fixture
def old_url(database_url: str) -> str:
    """The URL of a directory as the first release left it."""
    return create_first_release(database_url)


@pytest.fixture
def before(old_url: str) -> Rows:
    """What staff had entered."""
    engine = open_engine(old_url)
    rows = rows_of_staff(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == REVISIONS[engine.dialect.name]
    engine.dispose()
    assert len(rows) > 12
    return rows


@pytest.fixture
def opened(old_url: str, before: Rows) -> Iterator[Engine]:
    """The old directory, opened by this version."""
    engine = open_database(old_url)
    yield engine
    engine.dispose()


def check_complete(engine: Engine, before: Rows) -> None:
    """Check that everything staff had entered is there and found, needs and audiences in their new tables."""
    assert lost(before, rows_of_staff(engine)) == {}
    for need in (Need.SHELTER, Need.LEGAL_HELP):
        services = Directory(engine).find_services(need, Place("TH", "TH-50"), "my", limit=50).services
        [ours] = [service for service in services if service.id == SERVICE]
        assert ours.verified
        assert [phone.number for phone in ours.phones] == [NUMBER]
        assert {"girls", "boys"} <= set(ours.audiences)


def test_keeps_entries_of_staff(opened: Engine, before: Rows) -> None:
    """Each value that staff had entered is there, and search finds their entry."""
    check_complete(opened, before)


def test_updates_seed_entries(opened: Engine) -> None:
    """A changed seed entry has today's content and is unverified; removed ones are gone."""
    with opened.connect() as connection:
        name = connection.scalar(select(col(Service.name)).where(col(Service.id) == CHANGED))
        verified_at = connection.scalar(select(col(Assurance.verified_at)).where(col(Assurance.service_id) == CHANGED))
        left = connection.scalars(select(col(Service.id)).where(col(Service.id).in_(REMOVED))).all()
    assert "1300" in str(name)
    assert (verified_at, left) == (None, [])


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)  # SQLite's first tables had no place for it
def test_protected_entries_stay_protected(opened: Engine) -> None:
    """Protected entries are read by their circles, and are in no public table."""
    store = ConfidentialStore(opened)
    address = store.addresses([SERVICE], AccessCircle.STAFF)[SERVICE]
    contact = store.contacts([SERVICE], AccessCircle.PARTNER)[SERVICE]
    assert {address[0].address_1, contact[0].name, contact[0].number} == set(SECRETS)
    text_of_tables = "".join(public_rows(opened))
    assert not [secret for secret in SECRETS if secret in text_of_tables]


def test_export_conforms_to_hsds(opened: Engine, hsds: Path, tmp_path: Path) -> None:
    """The export of an old directory conforms to the standard."""
    if not CHECK.exists():
        pytest.skip("tests/conformance has no environment (uv sync --project tests/conformance)")
    export_json(opened, tmp_path / "out")
    exported = tmp_path / "out" / "services.json"
    assert SERVICE in {service["id"] for service in json.loads(exported.read_text("utf-8"))}
    schema = {"type": "array", "items": json.loads((hsds / "service.json").read_text("utf-8"))}
    (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command: list[str | Path] = [CHECK, "--schemafile", tmp_path / "schema.json", exported]
    check = subprocess.run(command, capture_output=True, text=True, check=False, env=quiet)
    assert check.returncode == 0, check.stdout


@pytest.mark.parametrize("target", [SqliteDatabases, PostgresDatabases])
def test_restores_backup_of_first_release(
    old_url: str, before: Rows, postgres: str, tmp_path: Path, target: type[SqliteDatabases | PostgresDatabases]
) -> None:
    """A backup of an old directory restores on both kinds of database."""
    old = open_engine(old_url)
    assert create_backup(old, tmp_path / "then.zip").revision == REVISIONS[old.dialect.name]
    old.dispose()
    kind: Databases = SqliteDatabases(tmp_path) if target is SqliteDatabases else PostgresDatabases(postgres)
    address = kind.empty()
    engine = open_engine(address)
    restore_backup(engine, tmp_path / "then.zip")
    check_complete(engine, before)
    engine.dispose()
    kind.drop(address)
