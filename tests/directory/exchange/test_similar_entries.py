"""A new entry that the directory seems to have already gets a warning before anything is written."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from directory.domain.import_report import ImportReport
from directory.exchange.spreadsheet import import_sheet
from tests.directory.exchange.hsds_files import import_content, service, uid
from tests.directory.exchange.sheet_files import SERVICE, csv_text

NEW = SERVICE | {"verified_by": "", "verified_on": "", "verified_how": "", "local_name": "", "local_language": ""}
OTHER = {"organization": "Lighthouse", "name": "Lighthouse Line", "chat": "", "phone_3": ""}


def warnings_of(report: ImportReport) -> list[str]:
    """Return the warnings on entries that resemble another one."""
    assert not report.errors
    return [str(warning) for warning in report.warnings if "same n" in warning.reason]


def other(**more: Any) -> dict[str, Any]:
    """Return a service of another organization with other ids."""
    organization = {"id": uid(22), "name": "Lighthouse", "description": "Helps."}
    phones = [{"id": uid(23), "number": "02 765 4321"}]
    return service(id=uid(21), organization=organization, phones=phones, languages=[], service_areas=[]) | {
        "name": "Lighthouse Line",
        "service_areas": [{"id": uid(25), "name": "Thailand"}],
        **more,
    }


@pytest.fixture
def filled(own_engine: Engine, tmp_path: Path) -> Engine:
    """A directory with the Harbour Line."""
    assert import_content(own_engine, tmp_path, [service()]).accepted
    return own_engine


@pytest.mark.parametrize("printed", ["02 123 4567", "+66 2 123 4567", "(02) 1234567", "๐๒-๑๒๓-๔๕๖๗"])
def test_hsds_number(printed: str, filled: Engine, tmp_path: Path) -> None:
    """The same number, however it is printed, is found; the warning names the other entry and no number."""
    content = [other(phones=[{"id": uid(23), "number": printed}])]
    (warning,) = warnings_of(import_content(filled, tmp_path, content, dry_run=True))
    assert warning.startswith(
        "services.json: service[0]: The directory has an entry with the same number: Harbour Line"
    )
    assert uid(1) in warning
    assert "4567" not in warning


def test_hsds_names(filled: Engine, tmp_path: Path) -> None:
    """An organization and a service are found by their names, without case and accents."""
    twin = {"id": uid(22), "name": "HARBOUR  House.", "description": "Helps."}
    (warning,) = warnings_of(import_content(filled, tmp_path, [other(organization=twin)], dry_run=True))
    assert "an organization with the same name: Harbour House" in warning
    (warning,) = warnings_of(
        import_content(
            filled, tmp_path, [other(organization=service()["organization"], name="harbour line")], dry_run=True
        )
    )
    assert "a service of this organization with the same name: Harbour Line" in warning


def test_no_warning(filled: Engine, tmp_path: Path) -> None:
    """Neither another import of the same entry, nor another entry, nor a number that one organization uses twice."""
    assert warnings_of(import_content(filled, tmp_path, [service(name="Harbour Phone")])) == []
    sibling = other(id=uid(31), name="Lighthouse Shelter", phones=[{"id": uid(33), "number": "02 765 4321"}])
    sibling["service_areas"] = [{"id": uid(35), "name": "Thailand"}]
    assert warnings_of(import_content(filled, tmp_path, [other(), sibling])) == []


def test_two_in_one_file(own_engine: Engine, tmp_path: Path) -> None:
    """Two organizations of one file with the same number."""
    content = [service(), other(phones=[{"id": uid(23), "number": "+6621234567"}])]
    (warning,) = warnings_of(import_content(own_engine, tmp_path, content))
    assert warning.startswith("services.json: service[1]: Another organization of this file has the same number")


def test_sheet(filled: Engine, tmp_path: Path) -> None:
    """A new row is found by its number and by the name of its organization; a stored organization of it is joined."""
    path = tmp_path / "sheet.csv"
    rows = [
        NEW | OTHER | {"phone": "+66 2 123 4567"},
        NEW | OTHER | {"organization": "harbour house", "phone": "02 765 4322"},
        NEW | OTHER | {"organization": "Harbour House", "name": "Harbour Shelter", "phone": "02 765 4323"},
        NEW | OTHER | {"organization": "Beacon", "phone": "02 765 4322"},
    ]
    path.write_text(csv_text(*rows), encoding="utf-8")
    warnings = warnings_of(import_sheet(filled, path, dry_run=True))
    assert [warning.split(":")[0] for warning in warnings] == [f"sheet.csv, line {line}" for line in (2, 3, 5)]
    assert "an entry with the same number: Harbour Line" in warnings[0]
    assert "an organization with the same name: Harbour House" in warnings[1]
    assert "line 3" in warnings[2]
