"""Changes of existing services by a sheet."""

from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlmodel import col

from directory.exchange.spreadsheet import columns, import_sheet
from directory.models import Address, Organization, Phone, SearchEntry, Service
from tests.directory.exchange.sheet_files import SERVICE, csv_file, import_service, sheet_cells, totals

UNCHECKED = dict.fromkeys(("verified_by", "verified_on", "verified_how"), "")
CHANGES = [
    {"needs": "shelter"},
    {"for_whom": ""},
    {"country": "Laos", "regions": ""},
    {"regions": "part"},
    {"area": ""},
    {"area": "Fang"},
    {"phone": "", "phone_3": ""},
    {"phone": "1300", "phone_3": "02 123 4567 (office)"},
    {"sms": "+66 81 234 5678"},
    {"website": "", "email": ""},
    {"languages": ""},
    {"hours": "24/7"},
    {"hours": ""},
    {"time_zone": "Asia/Bangkok"},
    {"address": "", "city": "", "postal_code": ""},
    {"address": "2 Station Road"},
    {"nationality": "PH", "consular": "yes"},
    {"police_linked": "yes", "must_report": "yes", "for_trafficking": "no"},
    {name: SERVICE[name] for name in UNCHECKED},
    {"source": "a letter", "source_date": "2026-02"},
    {"organization": "Harbour Houses", "local_name": "บ้านท่าเรือ"},
    {"local_language": "lo"},
    {"name": ""},
    {"status": "inactive"},
]


def test_changes_are_written(own_engine: Engine, tmp_path: Path) -> None:
    """A changed cell is stored and exported; importing the row again changes nothing."""
    _, service = import_service(own_engine, tmp_path)
    first = SERVICE | UNCHECKED | {"id": service}
    import_sheet(own_engine, csv_file(tmp_path, first))
    before = sheet_cells(own_engine, service)
    for change in CHANGES:
        report = import_sheet(own_engine, csv_file(tmp_path, first | change))
        assert (report.errors, report.changed) == ((), 1), change
        told = {one.field: one.new for one in report.changes[0].fields}
        assert told.items() <= sheet_cells(own_engine, service).items(), change
        again = import_sheet(own_engine, csv_file(tmp_path, first | change))
        assert (again.changed, again.unchanged) == (0, 1), change
        assert import_sheet(own_engine, csv_file(tmp_path, first)).errors == ()
        assert sheet_cells(own_engine, service) == before, change


def test_kept_rows_keep_their_ids(own_engine: Engine, tmp_path: Path) -> None:
    """A new number leaves the others unchanged, with everything that depends on them."""
    _, service = import_service(own_engine, tmp_path)
    ids = select(col(Phone.id)).where(col(Phone.service_id) == service)
    with own_engine.connect() as connection:
        before = set(connection.scalars(ids))
    import_sheet(own_engine, csv_file(tmp_path, SERVICE | UNCHECKED | {"id": service, "phone_2": "02 433 5149"}))
    with own_engine.connect() as connection:
        assert before < set(connection.scalars(ids))


def test_missing_columns_change_nothing(own_engine: Engine, tmp_path: Path) -> None:
    """A sheet with a few columns changes only these, and no other services."""
    _, service = import_service(own_engine, tmp_path)
    before, all_before = sheet_cells(own_engine, service), totals(own_engine)
    names = ["id", "organization", "country", "needs", "police_linked", "fees"]
    row = {name: SERVICE[name] for name in names[1:]} | {"id": service, "fees": "10 baht"}
    report = import_sheet(own_engine, csv_file(tmp_path, row, names=names))
    assert report.changed == 1
    assert sheet_cells(own_engine, service) == before | {"fees": "10 baht"}
    assert totals(own_engine) == all_before
    assert set(names) < set(columns())
    with own_engine.connect() as connection:
        assert connection.scalar(select(col(SearchEntry.service_id)).where(col(SearchEntry.service_id) == service))
        assert connection.scalar(select(col(Service.last_modified)).where(col(Service.id) == service))
        assert connection.scalar(select(func.count()).select_from(Address)) == 1
        assert connection.scalar(
            select(col(Organization.email)).where(col(Organization.name) == SERVICE["organization"])
        )
