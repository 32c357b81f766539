"""Import: everything or nothing, the same the second time, and only what changed."""

from pathlib import Path

from sqlalchemy import Engine, select
from sqlmodel import col

from directory import Directory, Need, Place
from directory.exchange.spreadsheet import import_sheet
from directory.models import Phone, PhoneReach, Schedule, Translation
from tests.directory.exchange.sheet_files import SERVICE, cells, created, csv_file, totals


def test_a_new_service(own_engine: Engine, tmp_path: Path) -> None:
    """A service of a sheet is there with everything, is found at once, and importing it again changes nothing."""
    report, service = created(own_engine, tmp_path)
    assert (report.created, report.changed, report.unchanged) == (1, 0, 0)
    assert cells(own_engine, service)["languages"] == "en; my; th"
    found = Directory(own_engine).find_services(Need.LEGAL_HELP, Place("TH", "TH-50"), "my", limit=20)
    assert service in [one.id for one in found.services]
    before = totals(own_engine)
    again = import_sheet(own_engine, csv_file(tmp_path, SERVICE))
    assert (again.created, again.changed, again.unchanged) == (0, 0, 1)
    assert totals(own_engine) == before


def test_what_is_written(own_engine: Engine, tmp_path: Path) -> None:
    """Numbers know where they work, hours can be computed with, the name in Thai is a translation."""
    _, service = created(own_engine, tmp_path)
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


def test_a_dry_run_writes_nothing(own_engine: Engine, tmp_path: Path) -> None:
    """A dry run says what would be, field by field, and leaves every table as it was."""
    _, service = created(own_engine, tmp_path)
    before = totals(own_engine)
    path = csv_file(tmp_path, {"id": service} | SERVICE | {"fees": "", "languages": "th"}, SERVICE | {"name": "Other"})
    report = import_sheet(own_engine, path, dry_run=True)
    assert (report.created, report.changed) == (1, 1)
    told = {(one.field, one.old, one.new) for change in report.changes for one in change.fields}
    assert told == {("fees", "free", ""), ("languages", "en; my; th", "th")}
    assert totals(own_engine) == before
