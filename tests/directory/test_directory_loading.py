"""Loading the starter directory: once, again, and after it changed."""

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
from directory.seed.loader import STARTER, StarterError

ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 120
LINE_1300 = stable_id("service", "th-1300")


@pytest.fixture
def opened(filled_url: str, starter: Path) -> Iterator[Callable[[], Engine]]:
    """Open the same database again, filled from the copy."""
    engines: list[Engine] = []

    def again() -> Engine:
        engines.append(open_database(filled_url, starter))
        return engines[-1]

    yield again
    for engine in engines:
        engine.dispose()


def change(path: Path, row_id: str, **values: str | None) -> None:
    """Change a row of services.csv, or drop it where a value is None."""
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
    """Let a person verify the entry of the 1300 line."""
    checked = {"verified_by": "a reviewer", "verified_at": datetime.now(UTC)}
    with engine.begin() as connection:
        connection.execute(update(Assurance).where(col(Assurance.service_id) == LINE_1300).values(**checked))


def is_verified(engine: Engine) -> bool:
    """Tell whether search calls the 1300 line verified."""
    found = Directory(engine).find_services(Need.SHELTER, Place("TH"), None, limit=50).services
    return next(service.verified for service in found if service.id == LINE_1300)


def test_nothing_is_verified_at_first(opened: Callable[[], Engine]) -> None:
    """No entry of a new directory claims that a person checked it."""
    with opened().connect() as connection:
        assert set(connection.execute(select(col(Assurance.verified_at))).scalars()) == {None}


def test_opening_again_changes_nothing(opened: Callable[[], Engine]) -> None:
    """Ids, counts and verifications are the same after a second opening."""
    verify(opened())
    assert is_verified(opened())


def test_an_unchanged_entry_keeps_its_verification(opened: Callable[[], Engine], starter: Path) -> None:
    """A new starter directory leaves the entries alone that it did not change."""
    verify(opened())
    change(starter / "services.csv", "th-1546", hours="24/7")
    assert is_verified(opened())


def test_a_changed_entry_loses_its_verification(opened: Callable[[], Engine], starter: Path) -> None:
    """Nobody has checked new data, so they are not called verified; the id stays."""
    verify(opened())
    change(starter / "services.csv", "th-1300", hours="24/7")
    assert not is_verified(opened())


def test_a_removed_entry_is_gone_whole(opened: Callable[[], Engine], starter: Path) -> None:
    """An entry that left the starter directory leaves no trace of itself in any table."""
    opened()
    change(starter / "services.csv", "th-lpn", name=None)
    engine = opened()
    with engine.connect() as connection:
        names = [name for name in inspect(engine).get_table_names() if name]
        everything = str([connection.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in names])  # noqa: S608 - our names
    assert "Labour Protection Network" not in everything
    assert stable_id("service", "th-lpn") not in everything


def test_what_staff_entered_outlives_an_update(opened: Callable[[], Engine], starter: Path) -> None:
    """A service that did not come from the starter directory is never touched by it."""
    with opened().begin() as connection:
        connection.execute(insert(Organization), {"id": "ours", "name": "Ours", "description": "d"})
        connection.execute(
            insert(Service), {"id": "ours", "organization_id": "ours", "name": "Ours", "status": "active"}
        )
    change(starter / "services.csv", "th-1300", hours="24/7")
    with opened().connect() as connection:
        assert connection.execute(select(col(Service.name)).where(col(Service.id) == "ours")).scalar() == "Ours"


def test_emergency_numbers_follow_the_file(opened: Callable[[], Engine], starter: Path) -> None:
    """A number that left the file is no longer given."""
    opened()
    path = starter / "emergency_numbers.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    with opened().connect() as connection:
        assert len(connection.execute(select(col(EmergencyNumber.country))).all()) == 1


def test_a_missing_file_is_named(opened: Callable[[], Engine], starter: Path) -> None:
    """Without one of its files the directory does not open, and says which one."""
    (starter / "phones.csv").unlink()
    with pytest.raises(StarterError, match=r"phones\.csv"):
        opened()


def test_a_missing_column_is_named_and_nothing_is_lost(opened: Callable[[], Engine], starter: Path) -> None:
    """A malformed file is refused and the entries that were there stay."""
    opened()
    path = starter / "services.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("coverage", "cover", 1), encoding="utf-8")
    with pytest.raises(StarterError, match="coverage"):
        opened()
    shutil.copy(STARTER / "services.csv", path)
    assert not is_verified(opened())


def test_two_starts_at_once_both_succeed(database_url: str) -> None:
    """Two processes that open a new directory together both get a whole one."""
    command = [sys.executable, "-c", "import sys, directory; directory.open_database(sys.argv[1])", database_url]
    starts = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [start.wait(_PATIENCE_SECONDS) for start in starts] == [0, 0]
    engine = open_database(database_url)
    assert not is_verified(engine)
    engine.dispose()
