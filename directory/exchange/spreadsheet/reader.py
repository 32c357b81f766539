"""From a file to rows: which columns it has, and the text of every cell.

The danger is to read half of a file without saying so. Whatever is not understood is a fault with
its line, as a spreadsheet numbers lines; a fault of the file itself ends the reading.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from rapidfuzz import fuzz, process

from directory.exchange.report import Fault
from directory.exchange.spreadsheet.columns import Cells, columns
from directory.exchange.spreadsheet.csv_reader import csv_rows
from directory.exchange.spreadsheet.xlsx_reader import TypedDate, xlsx_rows
from directory.parsing.cells import clean, tidy
from directory.parsing.result import RefusedError

_ENOUGH: Final = 3
_ALIKE: Final = 60
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Header:
    """The column of each cell (None where the header is empty), and faults as (column, what, mend)."""

    names: list[str | None]
    faults: list[tuple[str | None, str, str]]

    @property
    def likely(self) -> bool:
        """Tell whether this is the header, and no title above it."""
        return len(set(filter(None, self.names))) >= _ENOUGH


def find_header(raw: Sequence[Any]) -> Header:
    """Read a row as the header; names may be written with capitals, spaces and a star for needed ones."""
    written = [tidy(str(cell or ""))[:_LONGEST] for cell in raw]
    while written and not written[-1]:
        written.pop()
    plain = [name.strip("* ").casefold().replace(" ", "_").replace("-", "_") for name in written]
    names = [name if name in columns() else None for name in plain]
    unknown = [shown for shown, name, found in zip(written, plain, names, strict=True) if name and not found]
    faults = [_unknown(shown) for shown in unknown]
    for name in columns():
        if plain.count(name) > 1:
            faults.append((name, "This column is there twice.", "Keep one of the two."))
        if columns()[name].needed and name not in plain:
            faults.append((name, "This column is missing.", f"Add a column with the name {name}."))
    return Header(names, faults)


def _unknown(shown: str) -> tuple[str | None, str, str]:
    near = process.extractOne(shown.casefold(), list(columns()), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    mend = f"Write {near[0]} if that is meant." if near else "Remove it, or take the names from the template."
    return shown, "The sheet has no column of this name.", mend


_ZIP: Final = b"PK\x03\x04"
# What Excel wrote before 2007, and what it wraps a workbook with a password in.
_OLD: Final = b"\xd0\xcf\x11\xe0"
_LOOK_FOR_HEADER: Final = 10
_DATES: Final = frozenset({"past", "day"})
_MADE_A_DATE: Final = (
    "The spreadsheet made a date out of what was typed here.",
    "Format the cell as text and type it again.",
)


class SheetRefusedError(ValueError):
    """The file as a whole cannot be read; `faults` say why."""

    def __init__(self, *faults: Fault) -> None:
        """Take the faults."""
        super().__init__(*map(str, faults))
        self.faults = faults


@dataclass(slots=True)
class Row:
    """A row: its line, the cells of the columns it has, and faults as (column, what, mend)."""

    line: int
    cells: Cells
    faults: list[tuple[str | None, str, str]] = field(default_factory=list)
    short: bool = False


def read_sheet(path: Path) -> Iterator[Row]:
    """Yield the rows of a CSV or XLSX file that are not empty, one after the other.

    Raises:
        SheetRefusedError: the file, its header or its structure cannot be read.
        OSError: the file cannot be opened.
    """
    line = 0
    try:
        with path.open("rb") as file:
            rows = enumerate(_raw_rows(file), start=1)
            names, header = _header(path, rows)
            line = header
            for line, raw in rows:
                if any(raw):
                    yield _row(line, names, raw)
    except RefusedError as fault:
        raise SheetRefusedError(Fault(path.name, line + 1 if line else None, None, fault.what, fault.mend)) from fault


def _raw_rows(file: BinaryIO) -> Iterator[Sequence[Any]]:
    """Return the rows of whatever the file is; its name says nothing."""
    start = file.read(len(_ZIP))
    file.seek(0)
    if start == _OLD:
        what = "This is an old Excel file, or one with a password."
        raise RefusedError(what=what, mend='Save it as XLSX without a password, or as "CSV UTF-8".')
    return xlsx_rows(file) if start == _ZIP else csv_rows(file)


def _header(path: Path, rows: Iterator[tuple[int, Sequence[Any]]]) -> tuple[list[str | None], int]:
    """Return the column of each cell, and the line of the header; titles may stand above it."""
    above: list[tuple[int, Sequence[Any]]] = []
    for line, raw in rows:
        above.append((line, raw))
        if len(above) == _LOOK_FOR_HEADER:
            break
        if find_header(raw).likely:
            break
    if not any(any(raw) for _, raw in above):
        raise RefusedError(what="This file is empty.", mend="Start from the template of the directory.")
    line, raw = max(above, key=lambda one: len(set(filter(None, find_header(one[1]).names))))
    found = find_header(raw)
    if found.faults:
        raise SheetRefusedError(*(Fault(path.name, line, *fault) for fault in found.faults))
    return found.names, line


def _row(line: int, names: list[str | None], raw: Sequence[Any]) -> Row:
    row = Row(line, {}, short=len(raw) < len(names))
    known = columns()
    for name, text in zip(names, raw, strict=False):
        if name is None:
            if text:
                row.faults.append((None, "A cell stands under no column.", "Move it, or empty it."))
        elif not text:
            row.cells[name] = ""
        elif isinstance(text, RefusedError):
            row.faults.append((name, text.what, text.mend))
        elif isinstance(text, TypedDate) and known[name].kind not in _DATES:
            row.faults.append((name, *_MADE_A_DATE))
        else:
            try:
                row.cells[name] = clean(text, is_list=known[name].is_list)
            except RefusedError as fault:
                row.faults.append((name, fault.what, fault.mend))
    if any(raw[len(names) :]):
        what = "This row has more cells than the header."
        row.faults.append((None, what, "Put quotation marks around a text that holds the separator."))
    return row
