"""What an update of the seed directory removes, and what it keeps."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlmodel import SQLModel, col

from directory import open_database
from directory.models import (
    Attribute,
    Audience,
    Contact,
    CostOption,
    Nationality,
    Phone,
    Schedule,
    ScheduleZone,
    Service,
    Taxonomy,
    TaxonomyTerm,
    Translation,
    stable_id,
)

LINE_1300 = stable_id("service", "th-1300")


@pytest.fixture
def reopen(tmp_path: Path, starter: Path) -> Iterator[Callable[[], Engine]]:
    """Open the same database again, filled from the copy."""
    engines: list[Engine] = []

    def again() -> Engine:
        engines.append(open_database(f"sqlite:///{tmp_path / 'directory.sqlite3'}", starter))
        return engines[-1]

    yield again
    for engine in engines:
        engine.dispose()


def rewrite(starter: Path, change: Callable[[dict[str, str]], bool], name: str = "services.csv") -> None:
    """Rewrite a file of the copy with the rows that `change` accepts, as it left them."""
    with (starter / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if change(row)]
    with (starter / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def new_hours(row: dict[str, str]) -> bool:
    """Change the 1300 line."""
    if row["id"] == "th-1300":
        row["hours"] = "Mon-Fri 08:00-16:00; Sat 09-12"
    return True


def without_1300(row: dict[str, str]) -> bool:
    """Drop the 1300 line."""
    return "th-1300" not in (row.get("id"), row.get("service_id"))


def rows_of(engine: Engine, table: type[SQLModel], column: str, value: str) -> list[Any]:
    """Return the rows of a table with a value in a column."""
    with engine.connect() as connection:
        return list(connection.execute(select(table).where(getattr(table, column) == value)))


def add_by_staff(engine: Engine) -> None:
    """Add a contact with a phone, a cost, a term of another taxonomy and a translation, as staff."""
    contact = {"id": "c", "service_id": LINE_1300, "name": "Front desk"}
    with engine.begin() as connection:
        connection.execute(insert(Contact), contact)
        connection.execute(insert(Phone), {"id": "p", "contact_id": "c", "number": "1"})
        connection.execute(insert(CostOption), {"id": "o", "service_id": LINE_1300, "option": "free"})
        connection.execute(insert(Taxonomy), {"id": "t", "name": "Ours", "description": "Ours"})
        connection.execute(
            insert(TaxonomyTerm), {"id": "tt", "name": "Ours", "description": "Ours", "taxonomy_id": "t"}
        )
        link = {"id": "a", "link_id": LINE_1300, "link_entity": "service", "taxonomy_term_id": "tt"}
        connection.execute(insert(Attribute), link)
        said = {"entity_id": LINE_1300, "field": "description", "language": "th", "text": "old", "reviewed": True}
        connection.execute(insert(Translation), said)


def test_changed_entry_keeps_additions_of_staff(reopen: Callable[[], Engine], starter: Path) -> None:
    """A changed entry keeps its contacts, costs and own terms, and loses translations of its old texts."""
    add_by_staff(reopen())
    rewrite(starter, new_hours)
    engine = reopen()
    assert len(rows_of(engine, Contact, "service_id", LINE_1300)) == 1
    assert len(rows_of(engine, CostOption, "service_id", LINE_1300)) == 1
    assert "tt" in {row.taxonomy_term_id for row in rows_of(engine, Attribute, "link_id", LINE_1300)}
    assert rows_of(engine, Translation, "entity_id", LINE_1300) == []


def test_removed_entry_loses_additions_of_staff(reopen: Callable[[], Engine], starter: Path) -> None:
    """An entry that left the seed directory is deleted with everything that staff added to it."""
    add_by_staff(reopen())
    for name in ("services.csv", "phones.csv"):
        rewrite(starter, without_1300, name)
    engine = reopen()
    assert rows_of(engine, Service, "id", LINE_1300) == []
    for table, column in ((Contact, "service_id"), (CostOption, "service_id"), (Attribute, "link_id")):
        assert rows_of(engine, table, column, LINE_1300) == []
    assert rows_of(engine, Phone, "contact_id", "c") == []


def test_plain_hours_become_schedules(reopen: Callable[[], Engine], starter: Path) -> None:
    """Parsed hours become schedules with the time zone of their country, and keep the printed text."""
    rewrite(starter, new_hours)
    engine = reopen()
    schedules = rows_of(engine, Schedule, "service_id", LINE_1300)
    assert {(row.byday, row.opens_at, row.closes_at) for row in schedules} == {
        ("MO,TU,WE,TH,FR", "08:00", "16:00"),
        ("SA", "09:00", "12:00"),
    }
    assert {row.description for row in schedules} == {"Mon-Fri 08:00-16:00; Sat 09-12"}
    assert {rows_of(engine, ScheduleZone, "schedule_id", row.id)[0].zone for row in schedules} == {"Asia/Bangkok"}


def test_other_hours_stay_as_printed(engine: Engine) -> None:
    """Hours that cannot be parsed are kept as text and claim nothing."""
    (row,) = rows_of(engine, Schedule, "service_id", stable_id("service", "th-1694"))
    assert (row.description, row.freq, row.byday, row.opens_at) == ("Mon-Fri 08:30-16:30 (2017)", None, None, None)


def test_loads_audiences_and_nationalities(engine: Engine) -> None:
    """Search knows whom a service is for, and whose citizens an embassy serves."""
    with engine.connect() as connection:
        codes = select(col(Audience.code)).where(col(Audience.service_id) == stable_id("service", "th-urbanlight"))
        assert set(connection.scalars(codes)) == {"men", "boys", "sex_trade"}
        embassy = stable_id("service", "kh-ph-embassy")
        country = select(col(Nationality.country)).where(col(Nationality.service_id) == embassy)
        assert connection.scalar(country) == "PH"
