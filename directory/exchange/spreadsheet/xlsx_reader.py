"""Read the rows of an untrusted workbook. Formulas are neither evaluated nor accepted."""

import datetime as dt
import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from directory.parsing.result import InvalidValueError, reject

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SHEET: Final = "services"
GUIDE: Final = "how to fill"
LISTS: Final = "lists"
_CHUNK: Final = 1 << 20
_MAX_PARTS: Final = 2_000
_MAX_BYTES: Final = 1 << 30
# Excel compresses its own sheets up to about 30 times, and those of our export up to 20 times.
_MAX_RATIO: Final = 200
_SMALL: Final = 1 << 22
_MAX_DEPTH: Final = 24
_MAX_ROWS: Final = 1_048_576
_MAX_COLUMNS: Final = 256
_MAX_IN_ROW: Final = 50_000
_MAX_OUTSIDE: Final = 300_000
# The repeated element of a part, which the reader frees after each one, and its depth.
_REPEATED: Final = {"worksheet": ("row", 3), "sst": ("si", 2)}
_MARKS: Final = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_OTHER_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)
# Excel stores fifteen digits of a number and replaces the rest by zeros.
_MAX_EXACT: Final = 10**15
_READ_ERRORS: Final = (
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
_HINT: Final = 'Save the sheet as "CSV UTF-8" instead.'
_TEXT: Final = "Format the cell as text and type it again."


class TypedDate(str):
    """A cell that the spreadsheet stores as a date: valid in a date column, a corrupted text in any other."""

    __slots__ = ()


def read_xlsx_rows(file: BinaryIO) -> Iterator[list[Any]]:
    """Yield the cells of each row of the sheet as texts, or as an InvalidValueError if a cell is invalid.

    Raises:
        InvalidValueError: the file is not a workbook, is broken, or is built to exhaust its reader.
    """
    workbook = _open(file)
    try:
        rows = iter(_sheet(workbook).iter_rows(max_col=_MAX_COLUMNS))
        for _ in range(_MAX_ROWS):
            row = _next_row(rows)
            if row is None:
                return
            yield [_text(cell.value, cell.data_type) for cell in row]
    finally:
        workbook.close()


def _open(file: BinaryIO) -> "Workbook":
    import openpyxl  # 10 MB that nothing else needs

    try:
        with ZipFile(file) as archive:
            reject_zip_bombs(archive)
        file.seek(0)
        with warnings.catch_warnings(action="ignore"):
            # Without data_only a formula is read as such instead of its last result.
            return openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except InvalidValueError:
        raise
    except _READ_ERRORS as exc:
        reason = "This file is not a workbook that can be read, or it is protected by a password."
        raise InvalidValueError(reason=reason, hint='Save it as XLSX without a password, or as "CSV UTF-8".') from exc


def _sheet(workbook: "Workbook") -> Any:
    """Return the sheet of services: the one with that name, else the first visible one."""
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    named = [sheet for sheet in visible if sheet.title.casefold() == SHEET]
    other = [sheet for sheet in visible if sheet.title.casefold() not in {GUIDE, LISTS}]
    if not (named or other):
        reason = "This workbook has no sheet that can be seen."
        reject(reason, f"Put the rows into a sheet {SHEET}.")
    sheet: Any = (named or other)[0]
    # The size that a file declares may be false, and the reader would fill it with empty cells.
    sheet.reset_dimensions()
    return sheet


def _next_row(rows: Iterator[Sequence[Any]]) -> Sequence[Any] | None:
    try:
        with warnings.catch_warnings(action="ignore"):
            return next(rows, None)
    except _READ_ERRORS as exc:
        raise InvalidValueError(
            reason="This workbook is broken from here on.", hint="Open it, and save it again."
        ) from exc


def _text(value: Any, kind: str) -> Any:
    """Return the text of a cell, or the error that explains why it has none."""
    if value is None or isinstance(value, str):
        return _checked_text(value or "", kind)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.date) and getattr(value, "time", dt.time)() == dt.time():
        return TypedDate(value.isoformat()[: len("2026-01-31")])
    if kind == "f":
        return _checked_text("", kind)
    return InvalidValueError(reason="The spreadsheet made a time out of what was typed here.", hint=_TEXT)


def _checked_text(value: str, kind: str) -> Any:
    if kind == "f":
        return InvalidValueError(reason="This cell holds a formula.", hint="Type the text itself.")
    if kind == "e":
        return InvalidValueError(reason="This cell holds the error of a formula.", hint="Type the text itself.")
    return value


def _number(value: float) -> Any:
    if abs(value) >= _MAX_EXACT:
        return InvalidValueError(reason="The spreadsheet made a number out of this and dropped digits.", hint=_TEXT)
    return str(int(value)) if value == int(value) else str(value)


def reject_zip_bombs(archive: ZipFile) -> None:
    """Scan every part of a workbook, so that reading it takes bounded memory.

    Raises:
        InvalidValueError: the workbook is too large, too deep, or has features that no spreadsheet writes.
    """
    parts = archive.infolist()
    sizes = sum(part.file_size for part in parts)
    if len(parts) > _MAX_PARTS or sizes > _MAX_BYTES or any(map(_is_too_compressed, parts)):
        reject("This workbook is too large.", _HINT)
    for part in parts:
        if not part.is_dir():
            _check_part(archive, part)


def _is_too_compressed(part: ZipInfo) -> bool:
    return part.file_size > _SMALL and part.file_size > _MAX_RATIO * max(part.compress_size, 1)


def _check_part(archive: ZipFile, part: ZipInfo) -> None:
    with archive.open(part) as file:
        chunk = file.read(_CHUNK)
        if chunk.lstrip(_MARKS)[:1] != b"<":
            return
        if b"\0" in chunk[:4] or _OTHER_ENCODING.match(chunk.lstrip(_MARKS)):
            reject("A part of this workbook has an encoding that Excel does not use.", _HINT)
        counter = _ElementCounter()
        while chunk:
            counter.feed(chunk)
            chunk = file.read(_CHUNK)


class _ElementCounter:
    """Counts the elements of one part of a workbook."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._depth = self._rows = self._in_row = self._outside = 0
        self._repeated = ("", 0)

    def feed(self, chunk: bytes) -> None:
        seen = self._rows + self._in_row + self._outside
        self._parser.Parse(chunk, False)  # noqa: FBT003 - expat's only form
        # No cell holds a text of a megabyte, which the reader would keep in memory.
        if len(chunk) == _CHUNK and seen == self._rows + self._in_row + self._outside:
            reject("A cell of this workbook is too long.", _HINT)

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
        # Shared strings may be more than the rows.
        most_rows = _MAX_ROWS * (3 - self._repeated[1] + 1)
        if (
            self._depth > _MAX_DEPTH
            or self._rows > most_rows
            or self._in_row > _MAX_IN_ROW
            or self._outside > _MAX_OUTSIDE
        ):
            reject("This workbook is too large.", _HINT)

    def _end(self, _name: str) -> None:
        if self._depth == self._repeated[1]:
            self._in_row = 0
        self._depth -= 1

    def _doctype(self, *_about: object) -> None:
        reject("This workbook holds instructions that no spreadsheet writes.", _HINT)
