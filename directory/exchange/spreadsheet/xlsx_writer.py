"""Write the sheet as a workbook: the rows, a guide, and drop-down lists."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from directory.domain.search_types import Need
from directory.exchange.spreadsheet.columns import Cells, columns
from directory.exchange.spreadsheet.xlsx_reader import GUIDE, LISTS, SHEET
from directory.parsing.cells import escape_for_workbook
from directory.parsing.choices import STATUSES

_TEXT: Final = "@"
_NEEDED: Final = PatternFill("solid", fgColor="FFF2CC")
_BOLD: Final = Font(bold=True)
_WIDTH, _WIDE = 18, 60
_LAST_ROW: Final = 1_048_576
_CHOICES: Final = {"flag": ("yes", "no"), "status": STATUSES, "needs": tuple(Need)}


def write_workbook(path: Path, rows: Iterable[Cells]) -> int:
    """Write the rows, the guide and the lists; return the number of rows."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(SHEET)
    _prepare(sheet)
    sheet.append([_cell(sheet, name, bold=True, needed=column.required) for name, column in columns().items()])
    written = 0
    for written, row in enumerate(rows, start=1):  # noqa: B007 - the count is returned
        sheet.append([_cell(sheet, escape_for_workbook(row[name])) for name in columns()])
    _write_guide(book.create_sheet(GUIDE))
    _write_lists(book.create_sheet(LISTS))
    book.save(path)
    return written


def _prepare(sheet: Any) -> None:
    """Freeze the header, and format every column as text, so that numbers keep their leading zeros."""
    sheet.freeze_panes = "C2"
    for place, column in enumerate(columns().values(), start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDTH
        sheet.column_dimensions[letter].number_format = _TEXT
        if column.kind in _CHOICES:
            sheet.data_validations.append(_choice(letter, column.kind))


def _choice(letter: str, kind: str) -> DataValidation:
    """Offer the words of a list. A cell may hold several needs, so it accepts other values too."""
    place = get_column_letter(list(_CHOICES).index(kind) + 1)
    choice = DataValidation(
        type="list",
        formula1=f"'{LISTS}'!${place}$1:${place}${len(_CHOICES[kind])}",
        allow_blank=True,
        showErrorMessage=kind != "needs",
        error="Choose one of the list.",
    )
    choice.add(f"{letter}2:{letter}{_LAST_ROW}")
    return choice


def _cell(sheet: Any, text: str, *, bold: bool = False, needed: bool = False) -> Any:
    """Return a cell that holds a text, whatever its first character."""
    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    # Otherwise a text that begins with = becomes a formula, and one like #N/A an error.
    cell.data_type = "s"
    cell.number_format = _TEXT
    if bold:
        cell.font = _BOLD
    if needed:
        cell.fill = _NEEDED
    return cell


def _write_guide(sheet: Any) -> None:
    for letter, width in zip("ABCDE", (_WIDTH, _WIDTH, _WIDE, _WIDE, _WIDE), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, title, bold=True) for title in ("column", "needed", "what", "how", "example")])
    for column in columns().values():
        cells = (column.name, "yes" if column.required else "", column.meaning, column.how, column.example)
        sheet.append([_cell(sheet, text) for text in cells])


def _write_lists(sheet: Any) -> None:
    sheet.sheet_state = "hidden"
    longest = max(map(len, _CHOICES.values()))
    for place in range(longest):
        sheet.append([_cell(sheet, words[place]) if place < len(words) else None for words in _CHOICES.values()])
