"""Imports of new services from a sheet."""

from pathlib import Path

from sqlalchemy import Engine, select
from sqlmodel import col

from directory import Directory, Need, Place
from directory.exchange.hsds import export_csv
from directory.exchange.spreadsheet import import_sheet
from directory.models import Phone, PhoneReach, Schedule, Translation
from tests.directory.exchange.hsds_files import error_text, import_path, query
from tests.directory.exchange.sheet_files import SERVICE, csv_file, import_service, sheet_cells, totals


def test_creates_service(own_engine: Engine, tmp_path: Path) -> None:
    """A new service is stored completely and found by search, and importing it again changes nothing."""
    report, service = import_service(own_engine, tmp_path)
    assert (report.created, report.changed, report.unchanged) == (1, 0, 0)
    assert sheet_cells(own_engine, service)["languages"] == "en; my; th"
    found = Directory(own_engine).find_services(Need.LEGAL_HELP, Place("TH", "TH-50"), "my", limit=20)
    assert service in [one.id for one in found.services]
    before = totals(own_engine)
    again = import_sheet(own_engine, csv_file(tmp_path, SERVICE))
    assert (again.created, again.changed, again.unchanged) == (0, 0, 1)
    assert totals(own_engine) == before


def test_derived_records(own_engine: Engine, tmp_path: Path) -> None:
    """Phones have their reach, hours become schedules, and the name in Thai is a translation."""
    _, service = import_service(own_engine, tmp_path)
    with own_engine.connect() as connection:
        reach = select(col(Phone.number), col(PhoneReach.international), col(PhoneReach.dialable_from_abroad))
        phones = connection.execute(reach.join(PhoneReach).where(col(Phone.service_id) == service)).all()
        opens = connection.scalars(select(col(Schedule.opens_at)).where(col(Schedule.service_id) == service)).all()
        name = select(col(Translation.text)).where(col(Translation.field) == "name", col(Translation.language) == "th")
        named = connection.scalars(name.where(col(Translation.text) == SERVICE["local_name"])).all()
    assert {tuple(phone) for phone in phones} == {
        ("02 123 4567", "+6621234567", True),
        ("1300", None, False),
        ("+66 81 234 5678", "+66812345678", True),
    }
    assert opens == ["09:00"]
    assert named == [SERVICE["local_name"]]


def test_sheet_dry_run_writes_nothing(own_engine: Engine, tmp_path: Path) -> None:
    """A dry run reports changes by field, and leaves every table unchanged."""
    _, service = import_service(own_engine, tmp_path)
    before = totals(own_engine)
    path = csv_file(tmp_path, {"id": service} | SERVICE | {"fees": "", "languages": "th"}, SERVICE | {"name": "Other"})
    report = import_sheet(own_engine, path, dry_run=True)
    assert (report.created, report.changed) == (1, 1)
    told = {(one.field, one.old, one.new) for change in report.changes for one in change.fields}
    assert told == {("fees", "free", ""), ("languages", "en; my; th", "th")}
    assert totals(own_engine) == before


SOURCE = "SELECT source_url FROM provenance WHERE entity_id = :id"


def test_sheet_becomes_source(own_engine: Engine, tmp_path: Path) -> None:
    """The file name is stored as the source, and importing the exported row changes nothing."""
    row = SERVICE | {"source": "", "source_date": ""}
    service = import_sheet(own_engine, csv_file(tmp_path, row)).changes[0].id
    assert query(own_engine, SOURCE, id=service) == [("sheet: sheet.csv",)]
    assert sheet_cells(own_engine, service)["source"] == ""
    assert import_sheet(own_engine, csv_file(tmp_path, row)).unchanged == 1
    import_sheet(own_engine, csv_file(tmp_path, SERVICE))
    assert query(own_engine, SOURCE, id=service) == [(SERVICE["source"],)]
    import_sheet(own_engine, csv_file(tmp_path, row))
    assert query(own_engine, SOURCE, id=service) == [("sheet: sheet.csv",)]


def test_sheet_to_hsds_and_back(own_engine: Engine, tmp_path: Path) -> None:
    """A row without a source can be exported as HSDS tables and imported again."""
    assert import_sheet(own_engine, csv_file(tmp_path, SERVICE | {"source": "", "regions": "Chiang Mai"})).accepted
    package = tmp_path / "hsds"
    export_csv(own_engine, package)
    assert error_text(import_path(own_engine, package)) == ""
