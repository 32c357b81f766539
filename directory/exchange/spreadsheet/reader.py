"""Read a file into rows: find its columns, and clean the text of every cell.

The danger is to read half of a file without saying so. Whatever cannot be parsed is an error with its line, as a
spreadsheet numbers lines; an error of the file itself ends the reading.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from rapidfuzz import fuzz, process

from directory.domain.import_report import Issue
from directory.exchange.spreadsheet.columns import Cells, columns
from directory.exchange.spreadsheet.xlsx_reader import TypedDate, read_xlsx_rows
from directory.parsing.cells import clean_cell, normalize_text
from directory.parsing.csv_reader import read_csv_rows
from directory.parsing.result import InvalidValueError, reject

_MIN_HEADER_NAMES: Final = 3
_MIN_SIMILARITY: Final = 60
_MAX_NAME_LENGTH: Final = 60
_MAX_HEADER_ROWS: Final = 10
_ZIP: Final = b"PK\x03\x04"
# Excel before 2007, and a workbook that is encrypted with a password.
_OLD: Final = b"\xd0\xcf\x11\xe0"
_DATES: Final = frozenset({"past", "day"})
_MADE_A_DATE: Final = (
    "The spreadsheet made a date out of what was typed here.",
    "Format the cell as text and type it again.",
)


class InvalidSheetError(ValueError):
    """The file as a whole cannot be read; `issues` say why."""

    def __init__(self, *issues: Issue) -> None:
        super().__init__(*map(str, issues))
        self.issues = issues


@dataclass(slots=True)
class Row:
    """A row: its line, the cells of its columns, and findings about it."""

    line: int
    cells: Cells
    findings: list[tuple[str | None, str, str]] = field(default_factory=list)
    is_short: bool = False


def read_sheet(path: Path) -> Iterator[Row]:
    """Yield the rows of a CSV or XLSX file that are not empty.

    Raises:
        InvalidSheetError: the file, its header or its structure cannot be read.
        OSError: the file cannot be opened.
    """
    line = 0
    try:
        with path.open("rb") as file:
            rows = enumerate(_raw_rows(file), start=1)
            names, header = _read_header(path, rows)
            line = header
            for line, raw in rows:
                if any(raw):
                    yield _read_row(line, names, raw)
    except InvalidValueError as exc:
        raise InvalidSheetError(Issue(path.name, line + 1 if line else None, None, exc.reason, exc.hint)) from exc


def _raw_rows(file: BinaryIO) -> Iterator[Sequence[Any]]:
    """Return the rows of a file by its content; its suffix is ignored."""
    start = file.read(len(_ZIP))
    file.seek(0)
    if start == _OLD:
        reason = "This is an old Excel file, or one with a password."
        reject(reason, 'Save it as XLSX without a password, or as "CSV UTF-8".')
    return read_xlsx_rows(file) if start == _ZIP else read_csv_rows(file)


@dataclass(frozen=True, slots=True)
class Header:
    """The column of each cell (None if the header is empty), and findings about the header."""

    names: list[str | None]
    findings: list[tuple[str | None, str, str]]

    @property
    def is_likely(self) -> bool:
        """Return whether this row is the header rather than a title above it."""
        return len(set(filter(None, self.names))) >= _MIN_HEADER_NAMES


def _read_header(path: Path, rows: Iterator[tuple[int, Sequence[Any]]]) -> tuple[list[str | None], int]:
    """Return the column of each cell, and the line of the header; titles may precede it."""
    above: list[tuple[int, Sequence[Any]]] = []
    for line, raw in rows:
        above.append((line, raw))
        if len(above) == _MAX_HEADER_ROWS:
            break
        if find_header(raw).is_likely:
            break
    if not any(any(raw) for _, raw in above):
        reject("This file is empty.", "Start from the template of the directory.")
    line, raw = max(above, key=lambda candidate: len(set(filter(None, find_header(candidate[1]).names))))
    header = find_header(raw)
    if header.findings:
        raise InvalidSheetError(*(Issue(path.name, line, *finding) for finding in header.findings))
    return header.names, line


def find_header(raw: Sequence[Any]) -> Header:
    """Read a row as the header; names may have capitals, spaces, and a star if required."""
    names_as_typed = [normalize_text(str(cell or ""))[:_MAX_NAME_LENGTH] for cell in raw]
    while names_as_typed and not names_as_typed[-1]:
        names_as_typed.pop()
    plain = [name.strip("* ").casefold().replace(" ", "_").replace("-", "_") for name in names_as_typed]
    names = [name if name in columns() else None for name in plain]
    unknown = [shown for shown, name, known in zip(names_as_typed, plain, names, strict=True) if name and not known]
    findings = [_unknown_column(shown) for shown in unknown]
    for name in columns():
        if plain.count(name) > 1:
            findings.append((name, "This column occurs twice.", "Keep one of the two."))
        if columns()[name].required and name not in plain:
            findings.append((name, "This column is missing.", f"Add a column with the name {name}."))
    return Header(names, findings)


def _unknown_column(shown: str) -> tuple[str | None, str, str]:
    match = process.extractOne(shown.casefold(), list(columns()), scorer=fuzz.ratio, score_cutoff=_MIN_SIMILARITY)
    hint = f"Write {match[0]} if that is meant." if match else "Remove it, or take the names from the template."
    return shown, "The sheet has no column of this name.", hint


def _read_row(line: int, names: list[str | None], raw: Sequence[Any]) -> Row:
    row = Row(line, {}, is_short=len(raw) < len(names))
    known = columns()
    for name, text in zip(names, raw, strict=False):
        if name is None:
            if text:
                row.findings.append((None, "A cell is under no column.", "Move it, or empty it."))
        elif not text:
            row.cells[name] = ""
        elif isinstance(text, InvalidValueError):
            row.findings.append((name, text.reason, text.hint))
        elif isinstance(text, TypedDate) and known[name].kind not in _DATES:
            row.findings.append((name, *_MADE_A_DATE))
        else:
            try:
                row.cells[name] = clean_cell(text, is_list=known[name].is_list)
            except InvalidValueError as exc:
                row.findings.append((name, exc.reason, exc.hint))
    if any(raw[len(names) :]):
        reason = "This row has more cells than the header."
        row.findings.append((None, reason, "Put quotation marks around a text that holds the separator."))
    return row
