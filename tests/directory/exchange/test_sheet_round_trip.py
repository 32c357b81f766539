"""One law: whatever an import takes, an export gives back, and importing that changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from directory.database import migrate
from directory.db.engine import connect, locked
from directory.exchange.spreadsheet import export_sheet, import_sheet
from directory.exchange.spreadsheet.columns import Cells, blank
from directory.exchange.spreadsheet.validation import check_row
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
def shared(databases: Databases) -> Iterator[Engine]:
    """A directory to which every example adds."""
    address = databases.empty()
    engine = connect(address)
    migrate(engine)
    with engine.connect() as connection, locked(connection):
        load_needs(connection)
    yield engine
    engine.dispose()
    databases.drop(address)


@given(ROWS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_goes_in_comes_back(shared: Engine, tmp_path: Path, row: Cells) -> None:
    """A row that is taken is unchanged on its second import; the export of everything changes nothing either."""
    path = csv_file(tmp_path, row)
    first = import_sheet(shared, path)
    again = import_sheet(shared, path)
    assert again.created == again.changed == 0
    assert again.accepted == first.accepted
    with shared.connect() as connection:
        export_sheet(connection, tmp_path / "all.csv")
    back = import_sheet(shared, tmp_path / "all.csv", dry_run=True)
    assert (back.faults, back.created, back.changed) == ((), 0, 0)


@given(ROWS)
def test_a_judged_row_is_judged_alike(row: Cells) -> None:
    """What the directory makes of a row is accepted as it stands, and stays the same."""
    once = check_row(row, None)
    if not once.faults:
        twice = check_row(once.cells, None)
        assert (twice.cells, twice.faults) == (once.cells, [])
        assert check_row(once.cells, once.cells).cells == once.cells
    assert set(once.cells) == set(blank())
