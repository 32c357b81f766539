"""A backup holds everything, restores on either kind of database, and is refused whole where it is not whole."""

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
from directory.backup import NotEmptyError, NothingToKeepError, back_up, restore
from directory.database import migrate
from directory.db.engine import NewerDatabaseError, connect
from directory.models import Assurance, Organization, Record, ServiceText, Translation, protected, stable_id
from directory.search.index import index_services
from directory.service import DEFAULT_STALE_AFTER
from tests.directory.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.directory.old_directory import fill_0002

SERVICE = stable_id("service", "th-urbanlight")
CHECKED = datetime(2026, 11, 2, 3, 4, 5, 678901, tzinfo=UTC)


@pytest.fixture
def lived_in(own_engine: Engine) -> Engine:
    """A directory with which people have worked."""
    contact = {"id": "c", "service_id": SERVICE, "name": "สมชาย \u202b'\"\n", "number": "+66 0"}
    with own_engine.begin() as connection:
        connection.execute(update(Assurance).where(col(Assurance.service_id) == SERVICE).values(verified_at=CHECKED))
        connection.execute(insert(protected.StaffContact), contact)
        for name, parent in (("zz-root", None), ("aa-branch", "zz-root")):
            branch = {"id": name, "name": name, "description": "", "parent_organization_id": parent}
            connection.execute(insert(Organization), branch)
        said = {"entity_id": SERVICE, "field": "name", "language": "th", "text": "ก" * 5000, "reviewed": True}
        connection.execute(insert(Translation), said)
        index_services(connection, [SERVICE], DEFAULT_STALE_AFTER)
    return own_engine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup may go."""
    return tmp_path / "backup.zip"


@pytest.fixture(params=["same kind", "other kind"])
def target(request: pytest.FixtureRequest, databases: Databases, postgres: str, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, of the same kind as that of the backup or of the other."""
    sqlite = isinstance(databases, SqliteDatabases) == (request.param == "same kind")
    kind: Databases = SqliteDatabases(tmp_path) if sqlite else PostgresDatabases(postgres)
    address = kind.empty()
    engine = connect(address)
    yield engine
    engine.dispose()
    kind.drop(address)


def contents(engine: Engine) -> dict[str, list[Any]]:
    """Return all rows of all tables in order; of the words for free search, which have none, only which they are."""
    with engine.connect() as connection:
        found = {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in Record.metadata.tables.items()
        }
    words = str(ServiceText.__tablename__)
    found[words] = sorted((service, sorted(str(whole).split())) for _, service, whole in found[words])
    return found


def test_everything_comes_back(lived_in: Engine, file: Path, target: Engine) -> None:
    """After a restore all tables are equal, on the same kind of database and on the other, also the second time."""
    made = back_up(lived_in, file)
    assert restore(target, file) == made
    assert contents(target) == contents(lived_in)
    restore(target, file, replace=True)
    assert contents(target) == contents(lived_in)
    found = Directory(target).find_services(Need.SHELTER, Place("TH", "TH-50"), "th", limit=50)
    assert CHECKED in {service.verified_at for service in found.services}
    assert contents(target)[str(ServiceText.__tablename__)]


def test_only_its_owner_reads_a_backup(lived_in: Engine, file: Path) -> None:
    """The file has mode 0600 from its first byte, and nothing is ever written over."""
    back_up(lived_in, file)
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        back_up(lived_in, file)
    assert file.read_bytes() == before


def test_a_backup_is_one_moment(lived_in: Engine, file: Path) -> None:
    """What others write while a backup runs is in it whole or not at all."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with lived_in.begin() as connection:
                values = {"name": str(number), "description": str(number)}
                for one in ("aa-branch", "zz-root"):
                    connection.execute(update(Organization).where(col(Organization.id) == one).values(**values))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        back_up(lived_in, file)
    finally:
        stop.set()
        writer.join()
    with zipfile.ZipFile(file) as archive:
        columns = json.loads(archive.read("manifest.json"))["tables"]["organization"]["columns"]
        rows = [json.loads(line) for line in archive.read("tables/organization.jsonl").splitlines()]
    said = {row[columns.index("description")] for row in rows if row[columns.index("id")] in {"aa-branch", "zz-root"}}
    assert len(said) == 1


def test_nothing_is_replaced_unasked(lived_in: Engine, file: Path) -> None:
    """A database that holds something is left as it is unless somebody says that it may go."""
    back_up(lived_in, file)
    with lived_in.begin() as connection:
        connection.execute(update(Organization).where(col(Organization.id) == "zz-root").values(name="newer"))
    before = contents(lived_in)
    with pytest.raises(NotEmptyError):
        restore(lived_in, file)
    assert contents(lived_in) == before


def test_what_is_not_ours_is_left_alone(lived_in: Engine, file: Path) -> None:
    """A table of somebody else in the same database is neither kept nor emptied."""
    with lived_in.begin() as connection:
        connection.execute(text("CREATE TABLE of_others (word TEXT)"))
        connection.execute(text("INSERT INTO of_others VALUES ('stays')"))
    assert "of_others" not in back_up(lived_in, file).tables
    restore(lived_in, file, replace=True)
    with lived_in.connect() as connection:
        assert connection.scalar(text("SELECT word FROM of_others")) == "stays"


def test_an_old_backup_is_brought_up(database_url: str, file: Path, target: Engine) -> None:
    """A backup of the first version restores into the present tables, and its services are found."""
    old = connect(database_url)
    migrate(old, "0002")
    with old.begin() as connection:
        fill_0002(connection)
    assert back_up(old, file).revision == "0002"
    old.dispose()
    restore(target, file)
    found = Directory(target).find_services(Need.SHELTER, Place("KI"), None, limit=900).services
    assert "Kept by staff" in {service.name for service in found}


def test_an_empty_database_has_no_backup(database_url: str, file: Path) -> None:
    """Without a directory there is nothing to keep, and no file is left behind."""
    engine = connect(database_url)
    with pytest.raises(NothingToKeepError):
        back_up(engine, file)
    engine.dispose()
    assert not file.exists()


def test_a_newer_database_is_not_touched(lived_in: Engine, file: Path) -> None:
    """A database of a revision that we do not know is not replaced: we could not take it down in order."""
    back_up(lived_in, file)
    with lived_in.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = contents(lived_in)
    with pytest.raises(NewerDatabaseError):
        restore(lived_in, file, replace=True)
    assert contents(lived_in) == before
