"""Untrusted workbooks: conversions by Excel, and attacks."""

import datetime as dt
import warnings
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from directory.exchange.spreadsheet import InvalidSheetError, Row, read_sheet
from tests.directory.exchange.sheet_files import write_file, xlsx_file

HEADER = ["organization", "country", "needs", "police_linked", "phone", "hours", "verified_on"]
ROW: list[Any] = ["House", "TH", "human", "no", "02 123 4567", "24/7", "2026-01-31"]


def read_rows(path: Path) -> list[Row]:
    """Return all rows of a workbook."""
    return list(read_sheet(path))


def rejection(path: Path) -> str:
    """Return the issue with which a workbook is rejected."""
    with pytest.raises(InvalidSheetError) as refused:
        read_rows(path)
    return str(refused.value)


def with_part(path: Path, name: str, content: bytes) -> Path:
    """Add a part to a workbook."""
    copy = path.with_name("changed.xlsx")
    with ZipFile(path) as old, ZipFile(copy, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return copy


def test_cells_that_excel_converted(tmp_path: Path) -> None:
    """Numbers, dates and booleans are read as intended; values that Excel corrupted are reported."""
    typed = ["House", "TH", "human", False, 1300, "24/7", dt.datetime(2026, 1, 31)]  # noqa: DTZ001
    spoilt = ["House 2", "TH", "human", "no", dt.date(2026, 10, 14), dt.time(9, 30), 66812345678901234]
    found = read_rows(xlsx_file(tmp_path, HEADER, typed, spoilt))
    assert list(found[0].cells.values()) == ["House", "TH", "human", "no", "1300", "24/7", "2026-01-31"]
    assert [name for name, _, _ in found[1].findings] == ["phone", "hours", "verified_on"]


def test_rejects_formulas(tmp_path: Path) -> None:
    """A formula is neither run nor accepted, and is reported with its place."""
    row = read_rows(xlsx_file(tmp_path, HEADER, ["=1+1", *ROW[1:4], '=HYPERLINK("http://x","y")', "24/7", "#N/A"]))[0]
    assert [(name, what) for name, what, _ in row.findings] == [
        ("organization", "This cell holds a formula."),
        ("phone", "This cell holds a formula."),
        ("verified_on", "This cell holds the error of a formula."),
    ]


def test_selects_the_sheet(tmp_path: Path) -> None:
    """Hidden sheets are skipped, titles may precede the header, empty rows count as lines."""
    book = openpyxl.Workbook()
    hidden, seen = book.worksheets[0], book.create_sheet("Our list")
    hidden.sheet_state = "hidden"
    hidden.append(HEADER)
    hidden.append(["Hidden", *ROW[1:]])
    for row in (["Services of 2026"], [], HEADER, [], ROW):
        seen.append(row)
    seen.merge_cells("A1:G1")
    book.save(tmp_path / "sheet.xlsx")
    found = read_rows(tmp_path / "sheet.xlsx")
    assert [(row.line, row.cells["organization"]) for row in found] == [(5, "House")]


def test_reports_cell_without_column(tmp_path: Path) -> None:
    """A cell under no column is an error of its row, not silently lost."""
    row = read_rows(xlsx_file(tmp_path, [*HEADER[:5], None, "verified_on"], ROW))[0]
    assert row.findings[0][1] == "A cell is under no column."


def test_rejects_other_files(tmp_path: Path) -> None:
    """Old, encrypted, broken and foreign files are rejected with a reason."""
    whole = xlsx_file(tmp_path, HEADER, ROW).read_bytes()
    assert "old Excel file" in rejection(write_file(tmp_path, b"\xd0\xcf\x11\xe0" + b"\0" * 600))
    for content in (whole[:900], whole[: len(whole) // 2], b"PK\x03\x04" + b"x" * 99):
        assert "cannot" in rejection(write_file(tmp_path, content)) or "not a workbook" in rejection(
            write_file(tmp_path, content)
        )
    with ZipFile(tmp_path / "sheet.ods", "w") as file:
        file.writestr("content.xml", "<office/>")
    assert "not a workbook" in rejection(tmp_path / "sheet.ods")


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


FIRST, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
# What is repeated stands apart: pytest would make a name of it.
BOMBS: dict[str, tuple[str, bytes, int, bytes, str]] = {
    "entities": (FIRST, BOMB + SHEET, 0, b"", "instructions"),
    "a row of cells without end": (FIRST, SHEET + b"<row>", 60_000, b"<c/>", "too large"),
    "rows without end": (FIRST, SHEET, 1_100_000, b"<row/>", "too large"),
    "depth": (FIRST, SHEET, 30, b"<a>", "too large"),
    "a long text": (FIRST, SHEET + b"<row><c t='str'><v>", 5_000_000, b"A", "too large"),
    "styles without end": (STYLES, b"<a>", 400_000, b"<b/>", "too large"),
    "another encoding": (STYLES, '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"), 0, b"", "encoding"),
    "nothing but zeros": ("docProps/app.xml", b"", 50_000_000, b"\0", "too large"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_rejects_zip_bombs(tmp_path: Path, bomb: str) -> None:
    """A workbook that unpacks to too much is rejected before it is unpacked into memory."""
    name, begins, times, repeated, said = BOMBS[bomb]
    assert said in rejection(with_part(xlsx_file(tmp_path, HEADER, ROW), name, begins + times * repeated))


def test_ignores_declared_size(tmp_path: Path) -> None:
    """A sheet that declares a million columns is read as far as it goes."""
    path = xlsx_file(tmp_path, HEADER, ROW)
    with ZipFile(path) as file:
        sheet = file.read("xl/worksheets/sheet1.xml")
    sheet = sheet.replace(b'ref="A1:G2"', b'ref="A1:XFD1048576"')
    with warnings.catch_warnings():
        assert len(read_rows(with_part(path, "xl/worksheets/sheet1.xml", sheet))) == 1
