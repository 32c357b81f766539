"""A backup holds everything, restores on both kinds of database, and is rejected as a whole."""

import json
import stat
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, text, update
from sqlmodel import col

from directory import Directory, Need, Place
from directory.backup import (
    DatabaseNotEmptyError,
    EmptyDatabaseError,
    UndoesProtectionError,
    create_backup,
    list_undone,
    restore_backup,
)
from directory.confidential import AccessCircle, ConfidentialStore, ProtectedAddress
from directory.database import migrate
from directory.db.engine import NewerDatabaseError, open_engine
from directory.models import (
    Assurance,
    Location,
    Organization,
    Record,
    ServiceText,
    StaffAccount,
    Translation,
    protected,
    stable_id,
)
from directory.search.index import index_services
from directory.service import DEFAULT_STALE_AFTER
from tests.directory.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.directory.old_schema import load_revision_0002

SERVICE = stable_id("service", "th-urbanlight")
VERIFIED_AT = datetime(2026, 11, 2, 3, 4, 5, 678901, tzinfo=UTC)


@pytest.fixture
def used_directory(own_engine: Engine) -> Engine:
    """A directory that people have worked with."""
    contact = {"id": "c", "service_id": SERVICE, "name": "สมชาย \u202b'\"\n", "number": "+66 0"}
    with own_engine.begin() as connection:
        connection.execute(
            update(Assurance).where(col(Assurance.service_id) == SERVICE).values(verified_at=VERIFIED_AT)
        )
        connection.execute(insert(protected.StaffContact), contact)
        for name, parent in (("zz-root", None), ("aa-branch", "zz-root")):
            branch = {"id": name, "name": name, "description": "", "parent_organization_id": parent}
            connection.execute(insert(Organization), branch)
        translation = {"entity_id": SERVICE, "field": "name", "language": "th", "text": "ก" * 5000, "reviewed": True}
        connection.execute(insert(Translation), translation)
        index_services(connection, [SERVICE], DEFAULT_STALE_AFTER)
    return own_engine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The path of a backup."""
    return tmp_path / "backup.zip"


@pytest.fixture(params=["same kind", "other kind"])
def target(request: pytest.FixtureRequest, databases: Databases, postgres: str, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, of the same kind as the backup's or of the other kind."""
    sqlite = isinstance(databases, SqliteDatabases) == (request.param == "same kind")
    kind: Databases = SqliteDatabases(tmp_path) if sqlite else PostgresDatabases(postgres)
    address = kind.empty()
    engine = open_engine(address)
    yield engine
    engine.dispose()
    kind.drop(address)


def contents(engine: Engine) -> dict[str, list[Any]]:
    """Return all sorted rows of all tables; search words are compared without their ids."""
    with engine.connect() as connection:
        rows = {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in Record.metadata.tables.items()
        }
    words = str(ServiceText.__tablename__)
    rows[words] = sorted((service, sorted(str(whole).split())) for _, service, whole in rows[words])
    return rows


def test_restores_everything(used_directory: Engine, file: Path, target: Engine) -> None:
    """After a restore all tables are equal, on both kinds of database, and after a second restore."""
    manifest = create_backup(used_directory, file)
    assert restore_backup(target, file) == manifest
    assert contents(target) == contents(used_directory)
    restore_backup(target, file, replace=True)
    assert contents(target) == contents(used_directory)
    result = Directory(target).find_services(Need.SHELTER, Place("TH", "TH-50"), "th", limit=50)
    assert VERIFIED_AT in {service.verified_at for service in result.services}
    assert contents(target)[str(ServiceText.__tablename__)]


def test_backup_is_private_and_never_overwritten(used_directory: Engine, file: Path) -> None:
    """The file has mode 0600 from its first byte, and an existing file is kept."""
    create_backup(used_directory, file)
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        create_backup(used_directory, file)
    assert file.read_bytes() == before


def test_backup_is_one_snapshot(used_directory: Engine, file: Path) -> None:
    """A transaction of others during a backup is included as a whole or not at all."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with used_directory.begin() as connection:
                values = {"name": str(number), "description": str(number)}
                for name in ("aa-branch", "zz-root"):
                    connection.execute(update(Organization).where(col(Organization.id) == name).values(**values))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        create_backup(used_directory, file)
    finally:
        stop.set()
        writer.join()
    with zipfile.ZipFile(file) as archive:
        columns = json.loads(archive.read("manifest.json"))["tables"]["organization"]["columns"]
        rows = [json.loads(line) for line in archive.read("tables/organization.jsonl").splitlines()]
    descriptions = {
        row[columns.index("description")] for row in rows if row[columns.index("id")] in {"aa-branch", "zz-root"}
    }
    assert len(descriptions) == 1


def test_does_not_replace_without_permission(used_directory: Engine, file: Path) -> None:
    """A database with data stays unchanged unless the caller allows its replacement."""
    create_backup(used_directory, file)
    with used_directory.begin() as connection:
        connection.execute(update(Organization).where(col(Organization.id) == "zz-root").values(name="newer"))
    before = contents(used_directory)
    with pytest.raises(DatabaseNotEmptyError):
        restore_backup(used_directory, file)
    assert contents(used_directory) == before


def test_never_undoes_a_protection_silently(used_directory: Engine, file: Path) -> None:
    """What was protected, and accounts that were disabled, reset or changed since, are listed; nothing changes."""
    account = {"id": "x", "role": "editor", "passphrase_hash": "h", "totp_sealed": "t", "made_at": VERIFIED_AT}
    where = {"id": "l", "location_type": "physical"}
    with used_directory.begin() as connection:
        connection.execute(insert(Location), where)
        connection.execute(insert(StaffAccount), [account | {"id": name, "sign_in_name": name} for name in "abc"])
    create_backup(used_directory, file)
    assert list_undone(used_directory, file) == []
    store = ConfidentialStore(used_directory)
    store.protect(ProtectedAddress("p", "l", AccessCircle.STAFF, "99 Hidden Lane", "TH"))
    with used_directory.begin() as connection:
        for name, values in (
            ("a", {"disabled_at": VERIFIED_AT}),
            ("b", {"passphrase_hash": "new"}),
            ("c", {"role": "x"}),
        ):
            connection.execute(update(StaffAccount).where(col(StaffAccount.id) == name).values(values))
    before = contents(used_directory)
    with pytest.raises(UndoesProtectionError) as error:
        restore_backup(used_directory, file, replace=True)
    assert contents(used_directory) == before
    words = ["Place l", "address p", "Account a was disabled", "Account b was reset", "Account c got other rights"]
    assert all(word in sentence for word, sentence in zip(words, error.value.sentences, strict=True))
    assert "Hidden" not in repr(error.value.sentences)
    restore_backup(used_directory, file, replace=True, undo_protections=True)
    assert "99 Hidden Lane" not in repr(contents(used_directory))


def test_ignores_tables_of_other_programs(used_directory: Engine, file: Path) -> None:
    """A table of another program is neither backed up nor emptied."""
    with used_directory.begin() as connection:
        connection.execute(text("CREATE TABLE of_others (word TEXT)"))
        connection.execute(text("INSERT INTO of_others VALUES ('stays')"))
    assert "of_others" not in create_backup(used_directory, file).tables
    restore_backup(used_directory, file, replace=True)
    with used_directory.connect() as connection:
        assert connection.scalar(text("SELECT word FROM of_others")) == "stays"


def test_restores_old_backup(database_url: str, file: Path, target: Engine) -> None:
    """A backup of the first version is migrated, and its services are found."""
    old = open_engine(database_url)
    migrate(old, "0002")
    with old.begin() as connection:
        load_revision_0002(connection)
    assert create_backup(old, file).revision == "0002"
    old.dispose()
    restore_backup(target, file)
    result = Directory(target).find_services(Need.SHELTER, Place("KI"), None, limit=900).services
    assert "Kept by staff" in {service.name for service in result}


def test_rejects_empty_database(database_url: str, file: Path) -> None:
    """An empty database has no backup, and no file is left behind."""
    engine = open_engine(database_url)
    with pytest.raises(EmptyDatabaseError):
        create_backup(engine, file)
    engine.dispose()
    assert not file.exists()


def test_rejects_newer_database(used_directory: Engine, file: Path) -> None:
    """A database with an unknown revision is not replaced: it could not be downgraded."""
    create_backup(used_directory, file)
    with used_directory.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = contents(used_directory)
    with pytest.raises(NewerDatabaseError):
        restore_backup(used_directory, file, replace=True)
    assert contents(used_directory) == before
