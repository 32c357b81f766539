"""Read the rows of a workbook that a stranger made; no formula is ever believed or run."""

import datetime as dt
import warnings
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from zipfile import BadZipFile, ZipFile

from directory.exchange.sheet.values.outcome import RefusedError
from directory.exchange.sheet.xlsx_guard import refuse_bombs

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SHEET: Final = "services"
GUIDE: Final = "how to fill"
LISTS: Final = "lists"
_WIDEST: Final = 256
_MOST_ROWS: Final = 1_048_576
# Excel keeps fifteen digits of a number and makes the rest zero.
_EXACT: Final = 10**15
_BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)
_TEXT: Final = "Format the cell as text and type it again."


class TypedDate(str):
    """A cell that the spreadsheet holds as a day: right in a column of dates, a changed text in any other."""

    __slots__ = ()


def xlsx_rows(file: BinaryIO) -> Iterator[list[Any]]:
    """Yield the cells of each row of the sheet as texts, or as the RefusedError that says what is wrong with one.

    Raises:
        RefusedError: the file is no workbook, is broken, or is made to exhaust its reader.
    """
    workbook = _open(file)
    try:
        rows = iter(_sheet(workbook).iter_rows(max_col=_WIDEST))
        for _ in range(_MOST_ROWS):
            row = _next(rows)
            if row is None:
                return
            yield [_text(cell.value, cell.data_type) for cell in row]
    finally:
        workbook.close()


def _open(file: BinaryIO) -> "Workbook":
    import openpyxl  # with 10 MB that only this needs

    try:
        with ZipFile(file) as archive:
            refuse_bombs(archive)
        file.seek(0)
        with warnings.catch_warnings(action="ignore"):
            # Without data_only a formula shows itself instead of its last result.
            return openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except RefusedError:
        raise
    except _BROKEN as fault:
        what = "This file is not a workbook that can be read, or it is protected by a password."
        raise RefusedError(what=what, mend='Save it as XLSX without a password, or as "CSV UTF-8".') from fault


def _sheet(workbook: "Workbook") -> Any:
    """Return the sheet of services: the one of that name, else the first that can be seen."""
    seen = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    named = [sheet for sheet in seen if sheet.title.casefold() == SHEET]
    other = [sheet for sheet in seen if sheet.title.casefold() not in {GUIDE, LISTS}]
    if not (named or other):
        what = "This workbook has no sheet that can be seen."
        raise RefusedError(what=what, mend=f"Put the rows into a sheet {SHEET}.")
    sheet: Any = (named or other)[0]
    # What a file says of its own size need not be true, and the reader would fill it up with empty cells.
    sheet.reset_dimensions()
    return sheet


def _next(rows: Iterator[Sequence[Any]]) -> Sequence[Any] | None:
    try:
        with warnings.catch_warnings(action="ignore"):
            return next(rows, None)
    except _BROKEN as fault:
        raise RefusedError(what="This workbook is broken from here on.", mend="Open it, and save it again.") from fault


def _text(value: Any, kind: str) -> Any:
    """Return the text of a cell, or why it has none."""
    if value is None or isinstance(value, str):
        return _typed(value or "", kind)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.date) and getattr(value, "time", dt.time)() == dt.time():
        return TypedDate(value.isoformat()[: len("2026-01-31")])
    if kind == "f":
        return _typed("", kind)
    return RefusedError(what="The spreadsheet made a time out of what was typed here.", mend=_TEXT)


def _typed(value: str, kind: str) -> Any:
    if kind == "f":
        return RefusedError(what="This cell holds a formula.", mend="Type the text itself.")
    if kind == "e":
        return RefusedError(what="This cell holds the error of a formula.", mend="Type the text itself.")
    return value


def _number(value: float) -> Any:
    if abs(value) >= _EXACT:
        return RefusedError(what="The spreadsheet made a number out of this and dropped digits.", mend=_TEXT)
    return str(int(value)) if value == int(value) else str(value)
