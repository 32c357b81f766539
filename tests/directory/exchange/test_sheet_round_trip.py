"""Random rows: an import that is exported and imported again changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from directory.database import migrate
from directory.db.engine import open_engine, write_transaction
from directory.exchange.spreadsheet import export_sheet, import_sheet
from directory.exchange.spreadsheet.columns import Cells, empty_cells
from directory.exchange.spreadsheet.validation import validate_row
from directory.taxonomy import load_needs
from tests.directory.databases import Databases
from tests.directory.exchange.sheet_files import csv_file

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn"))
NAMES = st.text(LETTERS, min_size=1, max_size=40)
LISTS = {
    "needs": ("shelter", "lawyer", "human", "work"),
    "for_whom": ("women", "children", "lgbtq", "scam"),
    "languages": ("th", "Burmese", "en", "zh-Hant", "kar"),
    "regions": ("Chiang Mai", "TH-57", "part"),
    "nationality": ("PH", "Laos"),
    "phone": ("02 123 4567", "+66 2 433 5149 (office; night)", "1300", "191 (police)"),
    "phone_3": ("02 123 4567", "081 234 5678"),
    "sms": ("081 234 5678",),
    "chat": ("WhatsApp +66 81 234 5678", "@harbour", "line.me/ti/p/x (LINE)"),
}
CHOICES = {
    "hours": ("", "24/7", "Mon-Fri 9-17", "Mon-Fri 09:00-17:00; Sat 10:00-14:00", "ask first; closed in May"),
    "time_zone": ("", "Asia/Bangkok"),
    "country": ("TH", "Thailand"),
    "consular": ("", "yes", "no"),
    "police_linked": ("yes", "no"),
    "must_report": ("", "yes", "no"),
    "for_trafficking": ("", "yes", "no"),
    "address_is_public": ("", "yes", "no"),
    "status": ("", "active", "inactive"),
    "local_language": ("", "th", "my"),
    "verified_on": ("", "2026-01-31"),
    "source_date": ("", "2026", "2026-02-03"),
}
FREE = (
    "name",
    "description",
    "local_name",
    "area",
    "address",
    "city",
    "fees",
    "interpreters",
    "notes_public",
    "source",
)
ROWS = st.fixed_dictionaries(
    {"organization": NAMES, "website": st.just("www.example.org"), "verified_by": st.just("")}
    | {name: st.one_of(st.just(""), NAMES) for name in FREE}
    | {name: st.lists(st.sampled_from(items), max_size=3).map("; ".join) for name, items in LISTS.items()}
    | {name: st.sampled_from(items) for name, items in CHOICES.items()}
)


@pytest.fixture(scope="module")
def shared_engine(databases: Databases) -> Iterator[Engine]:
    """A directory to which every example adds."""
    address = databases.empty()
    engine = open_engine(address)
    migrate(engine)
    with engine.connect() as connection, write_transaction(connection):
        load_needs(connection)
    yield engine
    engine.dispose()
    databases.drop(address)


@given(ROWS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_import_export_round_trip(shared_engine: Engine, tmp_path: Path, row: Cells) -> None:
    """An accepted row is unchanged on its second import, and importing the whole export changes nothing."""
    path = csv_file(tmp_path, row)
    first = import_sheet(shared_engine, path)
    again = import_sheet(shared_engine, path)
    assert again.created == again.changed == 0
    assert again.accepted == first.accepted
    with shared_engine.connect() as connection:
        export_sheet(connection, tmp_path / "all.csv")
    back = import_sheet(shared_engine, tmp_path / "all.csv", dry_run=True)
    assert (back.errors, back.created, back.changed) == ((), 0, 0)


@given(ROWS)
def test_validation_is_idempotent(row: Cells) -> None:
    """A row in the directory's notation is accepted unchanged."""
    once = validate_row(row, None)
    if not once.errors:
        twice = validate_row(once.cells, None)
        assert (twice.cells, twice.errors) == (once.cells, [])
        assert validate_row(once.cells, once.cells).cells == once.cells
    assert set(once.cells) == set(empty_cells())
