"""Loading the seed directory: at first, again, and after changes."""

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, inspect, select, update
from sqlmodel import col

from directory import Directory, Need, Place, open_database
from directory.models import Assurance, EmergencyNumber, Organization, Service, stable_id
from directory.seed.loader import SEED_FOLDER, SeedError

ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 120
LINE_1300 = stable_id("service", "th-1300")


@pytest.fixture
def reopen(filled_url: str, starter: Path) -> Iterator[Callable[[], Engine]]:
    """Open the same database again, filled from the copy."""
    engines: list[Engine] = []

    def again() -> Engine:
        engines.append(open_database(filled_url, starter))
        return engines[-1]

    yield again
    for engine in engines:
        engine.dispose()


def change_row(path: Path, row_id: str, **values: str | None) -> None:
    """Change a row of services.csv, or delete it if a value is None."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if row["id"] != row_id or None not in values.values()]
    for row in kept:
        if row["id"] == row_id:
            row.update({key: value for key, value in values.items() if value is not None})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def verify(engine: Engine) -> None:
    """Verify the entry of the 1300 line."""
    checked = {"verified_by": "a reviewer", "verified_at": datetime.now(UTC)}
    with engine.begin() as connection:
        connection.execute(update(Assurance).where(col(Assurance.service_id) == LINE_1300).values(**checked))


def is_verified(engine: Engine) -> bool:
    """Return whether search calls the 1300 line verified."""
    found = Directory(engine).find_services(Need.SHELTER, Place("TH"), None, limit=50).services
    return next(service.verified for service in found if service.id == LINE_1300)


def test_nothing_is_verified_at_first(reopen: Callable[[], Engine]) -> None:
    """No entry of a new directory is verified."""
    with reopen().connect() as connection:
        assert set(connection.execute(select(col(Assurance.verified_at))).scalars()) == {None}


def test_opening_again_changes_nothing(reopen: Callable[[], Engine]) -> None:
    """Ids, counts and verifications are unchanged after a second opening."""
    verify(reopen())
    assert is_verified(reopen())


def test_unchanged_entry_keeps_verification(reopen: Callable[[], Engine], starter: Path) -> None:
    """A new seed directory leaves unchanged entries alone."""
    verify(reopen())
    change_row(starter / "services.csv", "th-1546", hours="24/7")
    assert is_verified(reopen())


def test_changed_entry_loses_verification(reopen: Callable[[], Engine], starter: Path) -> None:
    """Changed data is not verified; the id stays."""
    verify(reopen())
    change_row(starter / "services.csv", "th-1300", hours="24/7")
    assert not is_verified(reopen())


def test_removed_entry_is_deleted_completely(reopen: Callable[[], Engine], starter: Path) -> None:
    """An entry that left the seed directory leaves no rows in any table."""
    reopen()
    change_row(starter / "services.csv", "th-lpn", name=None)
    engine = reopen()
    with engine.connect() as connection:
        names = [name for name in inspect(engine).get_table_names() if name]
        everything = str([connection.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in names])  # noqa: S608 - our names
    assert "Labour Protection Network" not in everything
    assert stable_id("service", "th-lpn") not in everything


def test_update_keeps_entries_of_staff(reopen: Callable[[], Engine], starter: Path) -> None:
    """A service that did not come from the seed directory is never changed by it."""
    with reopen().begin() as connection:
        connection.execute(insert(Organization), {"id": "ours", "name": "Ours", "description": "d"})
        connection.execute(
            insert(Service), {"id": "ours", "organization_id": "ours", "name": "Ours", "status": "active"}
        )
    change_row(starter / "services.csv", "th-1300", hours="24/7")
    with reopen().connect() as connection:
        assert connection.execute(select(col(Service.name)).where(col(Service.id) == "ours")).scalar() == "Ours"


def test_emergency_numbers_follow_the_file(reopen: Callable[[], Engine], starter: Path) -> None:
    """A number that left the file is no longer given."""
    reopen()
    path = starter / "emergency_numbers.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    with reopen().connect() as connection:
        assert len(connection.execute(select(col(EmergencyNumber.country))).all()) == 1


def test_reports_missing_file(reopen: Callable[[], Engine], starter: Path) -> None:
    """If a file is missing, the directory does not open, and the error names the file."""
    (starter / "phones.csv").unlink()
    with pytest.raises(SeedError, match=r"phones\.csv"):
        reopen()


def test_missing_column_changes_nothing(reopen: Callable[[], Engine], starter: Path) -> None:
    """A malformed file is rejected, and the stored entries stay."""
    reopen()
    path = starter / "services.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("coverage", "cover", 1), encoding="utf-8")
    with pytest.raises(SeedError, match="coverage"):
        reopen()
    shutil.copy(SEED_FOLDER / "services.csv", path)
    assert not is_verified(reopen())


def test_concurrent_starts(database_url: str) -> None:
    """Two processes that open a new directory at once both get a complete one."""
    command = [sys.executable, "-c", "import sys, directory; directory.open_database(sys.argv[1])", database_url]
    starts = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [start.wait(_PATIENCE_SECONDS) for start in starts] == [0, 0]
    engine = open_database(database_url)
    assert not is_verified(engine)
    engine.dispose()
