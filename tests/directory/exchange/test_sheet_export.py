"""Export: the whole directory comes back unchanged, and no spreadsheet runs anything in it."""

import csv
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine, func, insert, select
from sqlmodel import col

from directory.db.engine import locked
from directory.exchange.spreadsheet import columns, export_sheet, import_sheet, read_sheet, write_template
from directory.models import Organization, Service
from directory.search import Need
from tests.directory.exchange.sheet_files import totals

EVIL = ("=cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "+1", "'=1", "#N/A", "＝1")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_starter_comes_back(own_engine: Engine, tmp_path: Path, ending: str) -> None:
    """Exporting the directory and importing it changes nothing, and every service is in the file."""
    path, before = tmp_path / f"all.{ending}", totals(own_engine)
    with own_engine.connect() as connection:
        written = export_sheet(connection, path)
        assert written == connection.scalar(select(func.count()).select_from(Service))
    report = import_sheet(own_engine, path)
    assert (report.faults, report.created, report.changed, report.unchanged) == ((), 0, 0, written)
    assert totals(own_engine) == before


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_nothing_runs_in_a_spreadsheet(own_engine: Engine, tmp_path: Path, ending: str) -> None:
    """A name that begins like a formula is written as a text, and comes back as it was."""
    with own_engine.connect() as connection, locked(connection):
        for number, name in enumerate(EVIL):
            key = f"00000000-0000-0000-0000-00000000000{number}"
            values = {"id": key, "name": name, "description": name}
            connection.execute(insert(Organization), values)
            service = {"id": key, "organization_id": key, "name": name, "description": name, "status": "active"}
            connection.execute(insert(Service), service)
    path = tmp_path / f"all.{ending}"
    with own_engine.connect() as connection:
        export_sheet(connection, path)
    assert not any(runs(cell) for cell in shown(path))
    report = import_sheet(own_engine, path)
    assert (report.faults, report.created, report.changed) == ((), 0, 0)
    with own_engine.connect() as connection:
        names = connection.scalars(select(col(Service.name)).where(col(Service.name).in_(EVIL)))
        assert set(names) == set(EVIL)


def shown(path: Path) -> list[tuple[str, str]]:
    """Return text and type of each cell, as a spreadsheet takes them from a file."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [(cell, "f" if cell[:1] in "=+-@＝\t" and cell else "s") for row in csv.reader(file) for cell in row]
    book = openpyxl.load_workbook(path)
    return [(str(cell.value), cell.data_type) for row in book["services"].iter_rows() for cell in row if cell.value]


def runs(cell: tuple[str, str]) -> bool:
    """Tell whether a cell is anything but a text."""
    return cell[1] not in {"s", "inlineStr"}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_templates(own_engine: Engine, tmp_path: Path, ending: str) -> None:
    """A template has all columns and no row, so that importing it does nothing."""
    path = tmp_path / f"template.{ending}"
    write_template(path)
    assert list(read_sheet(path)) == []
    report = import_sheet(own_engine, path)
    assert (report.faults, report.created) == ((), 0)


def test_the_workbook_explains_itself(tmp_path: Path) -> None:
    """The second sheet explains each column, and needs, status and yes or no are offered as lists."""
    path = tmp_path / "template.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["services", "how to fill", "lists"]
    assert [cell.value for cell in book["how to fill"]["A"]][1:] == list(columns())
    assert book["lists"].sheet_state == "hidden"
    offered = book["services"].data_validations.dataValidation
    assert len(offered) == sum(column.kind in {"flag", "status", "needs"} for column in columns().values())
    assert set(Need) <= {str(cell.value) for row in book["lists"].iter_rows() for cell in row}


def test_excel_sees_the_encoding(tmp_path: Path) -> None:
    """A CSV begins with the mark by which Excel knows UTF-8; other kinds of file are not made."""
    path = tmp_path / "template.csv"
    write_template(path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,organization")
    with pytest.raises(ValueError, match="ods"):
        write_template(tmp_path / "template.ods")
