"""The exported sheet can be imported unchanged, and contains no formulas."""

import csv
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine, func, insert, select
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.exchange.spreadsheet import columns, export_sheet, import_sheet, read_sheet, write_template
from directory.models import Organization, Service
from directory.search import Need
from tests.directory.exchange.sheet_files import totals

EVIL = ("=cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "+1", "'=1", "#N/A", "＝1")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_importing_own_export_changes_nothing(own_engine: Engine, tmp_path: Path, ending: str) -> None:
    """The export contains every service, and importing it changes nothing."""
    path, before = tmp_path / f"all.{ending}", totals(own_engine)
    with own_engine.connect() as connection:
        written = export_sheet(connection, path)
        assert written == connection.scalar(select(func.count()).select_from(Service))
    report = import_sheet(own_engine, path)
    assert (report.errors, report.created, report.changed, report.unchanged) == ((), 0, 0, written)
    assert totals(own_engine) == before


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_export_contains_no_formulas(own_engine: Engine, tmp_path: Path, ending: str) -> None:
    """A name that begins like a formula is exported as a text, and imported unchanged."""
    with own_engine.connect() as connection, write_transaction(connection):
        for number, name in enumerate(EVIL):
            key = f"00000000-0000-0000-0000-00000000000{number}"
            values = {"id": key, "name": name, "description": name}
            connection.execute(insert(Organization), values)
            service = {"id": key, "organization_id": key, "name": name, "description": name, "status": "active"}
            connection.execute(insert(Service), service)
    path = tmp_path / f"all.{ending}"
    with own_engine.connect() as connection:
        export_sheet(connection, path)
    assert not any(is_formula(cell) for cell in typed_cells(path))
    report = import_sheet(own_engine, path)
    assert (report.errors, report.created, report.changed) == ((), 0, 0)
    with own_engine.connect() as connection:
        names = connection.scalars(select(col(Service.name)).where(col(Service.name).in_(EVIL)))
        assert set(names) == set(EVIL)


def typed_cells(path: Path) -> list[tuple[str, str]]:
    """Return text and type of each cell of a file as a spreadsheet reads it."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [(cell, "f" if cell[:1] in "=+-@＝\t" and cell else "s") for row in csv.reader(file) for cell in row]
    book = openpyxl.load_workbook(path)
    return [(str(cell.value), cell.data_type) for row in book["services"].iter_rows() for cell in row if cell.value]


def is_formula(cell: tuple[str, str]) -> bool:
    """Return whether a cell is anything but a text."""
    return cell[1] not in {"s", "inlineStr"}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_templates(own_engine: Engine, tmp_path: Path, ending: str) -> None:
    """A template has all columns and no rows, so that importing it changes nothing."""
    path = tmp_path / f"template.{ending}"
    write_template(path)
    assert list(read_sheet(path)) == []
    report = import_sheet(own_engine, path)
    assert (report.errors, report.created) == ((), 0)


def test_workbook_has_guide_and_lists(tmp_path: Path) -> None:
    """The second sheet explains each column, and needs, status and yes or no are drop-down lists."""
    path = tmp_path / "template.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["services", "how to fill", "lists"]
    assert [cell.value for cell in book["how to fill"]["A"]][1:] == list(columns())
    assert book["lists"].sheet_state == "hidden"
    offered = book["services"].data_validations.dataValidation
    assert len(offered) == sum(column.kind in {"flag", "status", "needs"} for column in columns().values())
    assert set(Need) <= {str(cell.value) for row in book["lists"].iter_rows() for cell in row}


def test_csv_has_byte_order_mark(tmp_path: Path) -> None:
    """A CSV file begins with the UTF-8 mark that Excel needs; other file types are rejected."""
    path = tmp_path / "template.csv"
    write_template(path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,organization")
    with pytest.raises(ValueError, match="ods"):
        write_template(tmp_path / "template.ods")
