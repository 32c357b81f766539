"""Read the rows of a workbook that a stranger made; no formula is ever believed or run."""

import datetime as dt
import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from directory.parsing.result import RefusedError

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


_CHUNK: Final = 1 << 20
_MOST_PARTS: Final = 2_000
_MOST_BYTES: Final = 1 << 30
# Excel's own sheets are packed up to about 30 times, those of our export up to 20 times.
_TIGHTEST: Final = 200
_SMALL: Final = 1 << 22
_DEEPEST: Final = 24
_MOST_ROWS: Final = 1_048_576
_MOST_IN_ROW: Final = 50_000
_MOST_OUTSIDE: Final = 300_000
# Where a part repeats itself: the element that the reader forgets again, and how deep it stands.
_REPEATED: Final = {"worksheet": ("row", 3), "sst": ("si", 2)}
_MARKS: Final = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_OTHER_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)
_MEND: Final = 'Save the sheet as "CSV UTF-8" instead.'


def refuse_bombs(archive: ZipFile) -> None:
    """Read through every part of a workbook.

    Raises:
        RefusedError: it is larger, deeper or stranger than any sheet that a person fills in.
    """
    parts = archive.infolist()
    sizes = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or sizes > _MOST_BYTES or any(map(_too_tight, parts)):
        raise RefusedError(what="This workbook is too large.", mend=_MEND)
    for part in parts:
        if not part.is_dir():
            _read_through(archive, part)


def _too_tight(part: ZipInfo) -> bool:
    return part.file_size > _SMALL and part.file_size > _TIGHTEST * max(part.compress_size, 1)


def _read_through(archive: ZipFile, part: ZipInfo) -> None:
    with archive.open(part) as file:
        chunk = file.read(_CHUNK)
        if chunk.lstrip(_MARKS)[:1] != b"<":
            return
        if b"\0" in chunk[:4] or _OTHER_ENCODING.match(chunk.lstrip(_MARKS)):
            raise RefusedError(what="A part of this workbook has an encoding that Excel does not use.", mend=_MEND)
        counter = _Counter()
        while chunk:
            counter.feed(chunk)
            chunk = file.read(_CHUNK)


class _Counter:
    """Counts the elements of one part."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._depth = self._rows = self._in_row = self._outside = 0
        self._repeated = ("", 0)

    def feed(self, chunk: bytes) -> None:
        seen = self._rows + self._in_row + self._outside
        self._parser.Parse(chunk, False)  # noqa: FBT003 - its only form
        # A text of a megabyte stands in no cell: the reader would keep it whole.
        if len(chunk) == _CHUNK and seen == self._rows + self._in_row + self._outside:
            raise RefusedError(what="A cell of this workbook is too long.", mend=_MEND)

    def _start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        plain = name.rpartition(" ")[2]
        if self._depth == 1:
            self._repeated = _REPEATED.get(plain, ("", 0))
        if (plain, self._depth) == self._repeated:
            self._rows, self._in_row = self._rows + 1, 1
        elif self._in_row:
            self._in_row += 1
        else:
            self._outside += 1
        # Texts that repeat are kept once, so there can be more of them than rows.
        most_rows = _MOST_ROWS * (3 - self._repeated[1] + 1)
        if (
            self._depth > _DEEPEST
            or self._rows > most_rows
            or self._in_row > _MOST_IN_ROW
            or self._outside > _MOST_OUTSIDE
        ):
            raise RefusedError(what="This workbook is too large.", mend=_MEND)

    def _end(self, _name: str) -> None:
        if self._depth == self._repeated[1]:
            self._in_row = 0
        self._depth -= 1

    def _doctype(self, *_about: object) -> None:
        raise RefusedError(what="This workbook holds instructions that no spreadsheet writes.", mend=_MEND)


SHEET: Final = "services"
GUIDE: Final = "how to fill"
LISTS: Final = "lists"
_WIDEST: Final = 256

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
