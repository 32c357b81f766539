"""Nothing is half imported, and nothing stands there twice."""

from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, select
from sqlmodel import col

from directory.exchange.spreadsheet import import_sheet
from directory.models import Organization, Service
from tests.directory.exchange.sheet_files import SERVICE, cells, created, csv_file, totals


def faults(engine: Engine, path: Path) -> str:
    """Import a file that is refused; return the faults, and make sure that nothing was written."""
    before = totals(engine)
    report = import_sheet(engine, path)
    assert report.faults
    assert totals(engine) == before
    return "\n".join(map(str, report.faults))


def test_one_fault_stops_everything(own_engine: Engine, tmp_path: Path) -> None:
    """A thousand good rows and a bad one leave the directory as it was, and the bad one is named by its line."""
    many = [SERVICE | {"name": f"Line {number}"} for number in range(1000)]
    bad = SERVICE | {"name": "Last line", "languages": "Elvish"}
    told = faults(own_engine, csv_file(tmp_path, *many, bad))
    assert told == (
        'sheet.csv, line 1002, column languages: "Elvish" is not a language. '
        "Write its English name or its code, such as Thai or th."
    )


def test_a_report_has_bounds(own_engine: Engine, tmp_path: Path) -> None:
    """A file in which every row is wrong gives a list that somebody can read, and the number of all others."""
    many = [SERVICE | {"name": f"Line {number}", "email": "none"} for number in range(1500)]
    report = import_sheet(own_engine, csv_file(tmp_path, *many))
    assert (len(report.faults), report.more_faults) == (1000, 500)


def test_a_service_twice_in_one_sheet(own_engine: Engine, tmp_path: Path) -> None:
    """Two rows of one service are a fault, by id and by names however they are written."""
    same = SERVICE | {"name": "HARBOUR  LINE", "country": "TH"}
    assert "line 3: Line 2 is about the same service." in faults(own_engine, csv_file(tmp_path, SERVICE, same))
    _, service = created(own_engine, tmp_path)
    row = SERVICE | {"id": service}
    assert "Line 2" in faults(own_engine, csv_file(tmp_path, row, row | {"name": "Another"}))
    assert "Line 2" in faults(own_engine, csv_file(tmp_path, row | {"name": "Renamed"}, SERVICE))


def test_ids_are_kept(own_engine: Engine, tmp_path: Path) -> None:
    """A row from another directory keeps its id; a text that is no id is refused."""
    key = str(uuid4())
    report = import_sheet(own_engine, csv_file(tmp_path, SERVICE | {"id": key.upper()}))
    assert (report.created, report.changes[0].id) == (1, key)
    assert "id" in [warning.column for warning in report.warnings]
    assert "not an id" in faults(own_engine, csv_file(tmp_path, SERVICE | {"id": "7", "name": "Seven"}))


def test_the_directory_has_it_under_another_id(own_engine: Engine, tmp_path: Path) -> None:
    """A row without id that the directory knows under another one is refused, and the id is told."""
    key = str(uuid4())
    import_sheet(own_engine, csv_file(tmp_path, SERVICE | {"id": key}))
    assert key in faults(own_engine, csv_file(tmp_path, SERVICE))


def test_services_of_one_organization(own_engine: Engine, tmp_path: Path) -> None:
    """Rows of one organization share it, also with a row of an earlier import, and cannot contradict each other."""
    other = SERVICE | {"name": "Harbour Clinic", "local_name": "", "local_language": ""}
    _, service = created(own_engine, tmp_path)
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
    assert "same organization" in faults(own_engine, csv_file(tmp_path, renamed, kept))
    both = import_sheet(own_engine, csv_file(tmp_path, renamed, kept | {"organization": "Harbour Homes"}))
    assert (both.faults, both.changed) == ((), 2)
    assert cells(own_engine, kept["id"])["local_name"] == SERVICE["local_name"]


def test_injection_finds_nothing(own_engine: Engine, tmp_path: Path) -> None:
    """Texts that are statements of a database stay texts."""
    evil = "Robert'); DROP TABLE service; -- % _ \" \\"
    report = import_sheet(own_engine, csv_file(tmp_path, SERVICE | {"organization": evil, "name": evil, "fees": evil}))
    assert report.created == 1
    assert cells(own_engine, report.changes[0].id)["name"] == evil


def test_a_new_row_cannot_undo_a_new_name(own_engine: Engine, tmp_path: Path) -> None:
    """A new row with the name that its organization loses in the same sheet is a contradiction, and is told."""
    _, service = created(own_engine, tmp_path)
    renamed, other = SERVICE | {"id": service, "organization": "Quay House"}, SERVICE | {"name": "Harbour Clinic"}
    assert "same organization" in faults(own_engine, csv_file(tmp_path, renamed, other))
    assert "same organization" in faults(own_engine, csv_file(tmp_path, other, renamed))


def test_a_refused_cell_is_one_fault(own_engine: Engine, tmp_path: Path) -> None:
    """A needed cell that cannot be read is not said to be empty too."""
    report = import_sheet(own_engine, csv_file(tmp_path, SERVICE | {"organization": "Har\u202ebour"}))
    assert [fault.column for fault in report.faults] == ["organization"]
