"""Imports of a sheet are atomic, and reject duplicates."""

from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, select
from sqlmodel import col

from directory.exchange.spreadsheet import import_sheet
from directory.models import Organization, Service
from tests.directory.exchange.sheet_files import SERVICE, csv_file, import_service, sheet_cells, totals


def rejected_import(engine: Engine, path: Path) -> str:
    """Import an invalid file; return its errors, and check that nothing was written."""
    before = totals(engine)
    report = import_sheet(engine, path)
    assert report.errors
    assert totals(engine) == before
    return "\n".join(map(str, report.errors))


def test_one_error_writes_nothing(own_engine: Engine, tmp_path: Path) -> None:
    """A thousand valid rows and an invalid one change nothing, and the error names the line."""
    many = [SERVICE | {"name": f"Line {number}"} for number in range(1000)]
    bad = SERVICE | {"name": "Last line", "languages": "Elvish"}
    told = rejected_import(own_engine, csv_file(tmp_path, *many, bad))
    assert told == (
        'sheet.csv, line 1002, column languages: "Elvish" is not a language. '
        "Write its English name or its code, such as Thai or th."
    )


def test_report_is_bounded(own_engine: Engine, tmp_path: Path) -> None:
    """A file in which every row is invalid gives a short list, and the number of the other errors."""
    many = [SERVICE | {"name": f"Line {number}", "email": "none"} for number in range(1500)]
    report = import_sheet(own_engine, csv_file(tmp_path, *many))
    assert (len(report.errors), report.more_errors) == (1000, 500)


def test_rejects_duplicate_rows(own_engine: Engine, tmp_path: Path) -> None:
    """Two rows of one service are an error, by id and by names in any notation."""
    same = SERVICE | {"name": "HARBOUR  LINE", "country": "TH"}
    assert "line 3: Line 2 is about the same service." in rejected_import(own_engine, csv_file(tmp_path, SERVICE, same))
    _, service = import_service(own_engine, tmp_path)
    row = SERVICE | {"id": service}
    assert "Line 2" in rejected_import(own_engine, csv_file(tmp_path, row, row | {"name": "Another"}))
    assert "Line 2" in rejected_import(own_engine, csv_file(tmp_path, row | {"name": "Renamed"}, SERVICE))


def test_keeps_given_ids(own_engine: Engine, tmp_path: Path) -> None:
    """A row from another directory keeps its id; an invalid id is rejected."""
    key = str(uuid4())
    report = import_sheet(own_engine, csv_file(tmp_path, SERVICE | {"id": key.upper()}))
    assert (report.created, report.changes[0].id) == (1, key)
    assert "id" in [warning.column for warning in report.warnings]
    assert "not an id" in rejected_import(own_engine, csv_file(tmp_path, SERVICE | {"id": "7", "name": "Seven"}))


def test_rejects_existing_service_without_id(own_engine: Engine, tmp_path: Path) -> None:
    """A row without id whose service exists is rejected with the id of that service."""
    key = str(uuid4())
    import_sheet(own_engine, csv_file(tmp_path, SERVICE | {"id": key}))
    assert key in rejected_import(own_engine, csv_file(tmp_path, SERVICE))


def test_rows_of_one_organization(own_engine: Engine, tmp_path: Path) -> None:
    """Rows of one organization share it, also with earlier imports, and must not contradict each other."""
    other = SERVICE | {"name": "Harbour Clinic", "local_name": "", "local_language": ""}
    _, service = import_service(own_engine, tmp_path)
    report = import_sheet(own_engine, csv_file(tmp_path, SERVICE, other))
    assert (report.created, report.unchanged) == (1, 1)
    again = import_sheet(own_engine, csv_file(tmp_path, SERVICE, other))
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    with own_engine.connect() as connection:
        named = select(col(Organization.id)).where(col(Organization.name) == SERVICE["organization"])
        owner = connection.scalars(named).one()
        owned = select(col(Service.id)).where(col(Service.organization_id) == owner)
        assert {service, report.changes[0].id} == set(connection.scalars(owned))
    renamed = SERVICE | {"id": service, "organization": "Harbour Homes"}
    kept = other | {"id": report.changes[0].id}
    assert "same organization" in rejected_import(own_engine, csv_file(tmp_path, renamed, kept))
    both = import_sheet(own_engine, csv_file(tmp_path, renamed, kept | {"organization": "Harbour Homes"}))
    assert (both.errors, both.changed) == ((), 2)
    assert sheet_cells(own_engine, kept["id"])["local_name"] == SERVICE["local_name"]


def test_sql_injection(own_engine: Engine, tmp_path: Path) -> None:
    """SQL statements in cells are plain texts."""
    evil = "Robert'); DROP TABLE service; -- % _ \" \\"
    report = import_sheet(own_engine, csv_file(tmp_path, SERVICE | {"organization": evil, "name": evil, "fees": evil}))
    assert report.created == 1
    assert sheet_cells(own_engine, report.changes[0].id)["name"] == evil


def test_rejects_conflicting_organization_names(own_engine: Engine, tmp_path: Path) -> None:
    """A new row with the name that its organization loses in the same sheet is an error."""
    _, service = import_service(own_engine, tmp_path)
    renamed, other = SERVICE | {"id": service, "organization": "Quay House"}, SERVICE | {"name": "Harbour Clinic"}
    assert "same organization" in rejected_import(own_engine, csv_file(tmp_path, renamed, other))
    assert "same organization" in rejected_import(own_engine, csv_file(tmp_path, other, renamed))


def test_invalid_cell_is_one_error(own_engine: Engine, tmp_path: Path) -> None:
    """A required cell that is invalid is not reported as empty too."""
    report = import_sheet(own_engine, csv_file(tmp_path, SERVICE | {"organization": "Har\u202ebour"}))
    assert [fault.column for fault in report.errors] == ["organization"]
