"""A verification does not survive changes of what was verified."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from directory.exchange.spreadsheet import import_sheet
from tests.directory.exchange.sheet_files import SERVICE, csv_file, import_service, sheet_cells

CHECK = ("verified_by", "verified_on", "verified_how")
SILENT = [name for name in SERVICE if name not in CHECK]
OTHERS = [
    {"phone": "02 433 5149"},
    {"phone_2": "", "phone_3": ""},
    {"sms": "+66 81 234 5678"},
    {"chat": "@harbour (LINE)"},
    {"website": "https://example.org/other"},
    {"email": "other@example.org"},
    {"country": "Laos; Thailand", "phone": "+66 2 123 4567", "phone_3": ""},
    {"status": "inactive"},
]


@pytest.mark.parametrize("change", OTHERS, ids=lambda change: next(iter(change)))
def test_changed_contact_removes_verification(change: dict[str, str], own_engine: Engine, tmp_path: Path) -> None:
    """A row that changes a contact without a verification removes the stored one, with a warning."""
    _, service = import_service(own_engine, tmp_path)
    row = {name: SERVICE[name] for name in SILENT} | change | {"id": service}
    path = csv_file(tmp_path, row, names=[*dict.fromkeys([*row, "sms", "status"])])
    report = import_sheet(own_engine, path)
    assert (report.errors, report.changed) == ((), 1)
    assert "verified_on" in [one.column for one in report.warnings]
    assert [sheet_cells(own_engine, service)[name] for name in CHECK] == ["", "", ""]
    assert import_sheet(own_engine, path).unchanged == 1


def test_rejects_outdated_verification(own_engine: Engine, tmp_path: Path) -> None:
    """A row that changes a contact and repeats the old verification is rejected."""
    _, service = import_service(own_engine, tmp_path)
    row = SERVICE | {"id": service, "phone": "02 433 5149"}
    before = sheet_cells(own_engine, service)
    assert [one.column for one in import_sheet(own_engine, csv_file(tmp_path, row)).errors] == ["verified_on"]
    assert sheet_cells(own_engine, service) == before
    assert import_sheet(own_engine, csv_file(tmp_path, row | dict.fromkeys(CHECK, ""))).changed == 1
    assert import_sheet(own_engine, csv_file(tmp_path, row | {"verified_on": "2026-02-01"})).changed == 1
    assert sheet_cells(own_engine, service)["verified_on"] == "2026-02-01"


def test_other_changes_keep_verification(own_engine: Engine, tmp_path: Path) -> None:
    """Another order of numbers or another description keeps the verification."""
    _, service = import_service(own_engine, tmp_path)
    change = {"phone": "1300", "phone_3": SERVICE["phone"], "description": "A hotline.", "id": service}
    row = {name: SERVICE[name] for name in SILENT} | change
    report = import_sheet(own_engine, csv_file(tmp_path, row, names=list(row)))
    assert (report.changed, report.warnings) == (1, ())
    assert sheet_cells(own_engine, service)["verified_on"] == SERVICE["verified_on"]
