"""Read one CSV file of a data package into rows, strict about columns, quotes and cells."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any, BinaryIO, Final

from directory.domain.digits import to_ascii_digits
from directory.domain.import_report import Issue
from directory.exchange.hsds.json_reader import UnreadableFileError
from directory.exchange.hsds.package import COLUMNS, POSITIONS, Package, Row, fill_defaults, row_keys, suggest_field
from directory.hsds.schema import EXTENSIONS, FIELDS, Field
from directory.hsds.validation import NUMBER_KINDS, are_all_plain, is_plain, is_uuid, read_digits, validate_value
from directory.parsing.result import InvalidValueError, reject

_CACHE_SIZE: Final = 10_000
_UUID_LENGTH: Final = 36
_DASHES: Final = (8, 13, 18, 23)
_UUID_SIGNS: Final = re.compile("[0-9a-fA-F-]*", re.ASCII)

Column = Sequence[str]
CellParser = Callable[[str], Any]


class ColumnReader:
    """Reads the columns of a file: `places` holds the place of each in the line and in the row, and its parser."""

    def __init__(
        self, table: str, width: int, places: Iterable[tuple[int, int, CellParser]], required: Iterable[int]
    ) -> None:
        self._width, self._required = width, tuple(required)
        names = COLUMNS[table]
        self._readers: dict[int, tuple[int, Callable[[Column], list[Any]]]] = {
            place: (number, _column_reader(FIELDS[table][names[place]].kind, read)) for number, place, read in places
        }
        self._places = range(len(names))

    def rows(self, lines: Sequence[Sequence[str]], first: int) -> list[Row] | None:
        """Return the rows of lines numbered from `first`; None if any cell needs the slow path that reports errors."""
        try:
            cells = list(zip(*lines, strict=True))
            if len(cells) != self._width:
                return None
            values = {place: parse(cells[number]) for place, (number, parse) in self._readers.items()}
        except ValueError:
            return None
        if any(None in values[place] for place in self._required):
            return None
        columns = (values.get(place) or repeat(None) for place in self._places)
        return list(map(list, zip(*columns, range(first, first + len(lines)), strict=False)))


class _CellCache(dict[str, Any]):
    """A cache of parsed cells: most columns have few distinct values."""

    def __init__(self, read: CellParser) -> None:
        super().__init__({"": None})
        self._read = read

    def __missing__(self, cell: str) -> Any:
        value = self._read(cell)
        if len(self) < _CACHE_SIZE:
            self[cell] = value
        return value


def _column_reader(kind: str, read: CellParser) -> Callable[[Column], list[Any]]:
    """Return a function that parses a whole column; it raises ValueError if any cell is invalid."""
    if kind == "uuid":
        return _read_uuids
    if kind == "text":
        return _read_texts
    if kind == "digits":
        return lambda column: _read_texts(read_digits(column))
    known = _CellCache(read)
    return lambda column: list(map(known.__getitem__, column))


def _read_texts(column: Column) -> list[str | None]:
    if not are_all_plain(column):
        reject("A text cannot be stored unchanged.", "")
    return [cell or None for cell in column]


def _read_uuids(column: Column) -> list[str | None]:
    """Return UUIDs. All have the same length, so each sign can be checked at its place in the joined column."""
    whole = "".join(column)
    count = len(whole) // _UUID_LENGTH
    plain = (
        set(map(len, column)) <= {0, _UUID_LENGTH}
        and whole.count("-") == len(_DASHES) * count
        and all(whole[at::_UUID_LENGTH] == "-" * count for at in _DASHES)
        and _UUID_SIGNS.fullmatch(whole)
    )
    if not plain:
        reject("This is not a UUID.", "")
    return [cell or None for cell in column]


_NUMBER: Final = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", re.ASCII)
_FLAGS: Final = {"true": True, "false": False}
_NO_NUMBER: Final = InvalidValueError("This must be a number.", "Use digits, and a point before a fraction.")


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a file.

    `cells`: the place of each in the line and in the row, and its parser. `required`: the places of a row that must be
    filled, with their names.
    """

    width: int
    cells: list[tuple[int, int, Callable[[str], Any]]]
    required: list[tuple[int, str]]


def read_header(package: Package, table: str, header: list[str]) -> Header:
    """Parse the first line, and report errors of the header itself."""
    cells = []
    for number, name in enumerate(header):
        field = FIELDS[table].get(name)
        if field is None:
            _report_unknown_column(package, table, name)
        elif header.index(name) != number:
            package.add_error(table, 1, name, "This column occurs twice.", "Take one of them out.")
        else:
            cells.append((number, POSITIONS[table][name], _cell_parser(field)))
    required = [(POSITIONS[table][name], name) for name, field in FIELDS[table].items() if field.required]
    for place, name in required:
        if place not in {at for _, at, _ in cells}:
            package.add_error(table, 1, name, "This column is missing, and the standard requires it.", "Add it.")
    return Header(len(header), cells, [column for column in required if column[1] in header])


def _report_unknown_column(package: Package, table: str, name: str) -> None:
    suggestion = suggest_field(table, name, FIELDS[table])
    reason = f'The standard has no column "{name[:60]}" here.'
    if suggestion:
        package.add_error(table, 1, name[:60], reason, f'Did you mean "{suggestion}"?')
    else:
        package.add_warning(table, 1, name[:60], reason, "It is ignored.")


def _cell_parser(field: Field) -> Callable[[str], Any]:
    """Return the parser of a cell of a field."""
    if field.kind in NUMBER_KINDS:
        return lambda text: validate_value(field, _parse_number(text))
    if field.kind == "flag":
        return lambda text: validate_value(field, _FLAGS.get(text.lower(), text))
    if field.kind == "uuid":
        return lambda text: text if is_uuid(text) else validate_value(field, text)
    if field.kind == "text":
        return lambda text: text if is_plain(text) else validate_value(field, text)
    return lambda text: validate_value(field, text)


def _parse_number(typed: str) -> float:
    text = to_ascii_digits(typed)
    if not _NUMBER.fullmatch(text.strip()):
        raise _NO_NUMBER
    return int(text) if text.strip().lstrip("-").isdigit() else float(text)


_CELL_LIMIT: Final = 2**24

_BATCH_SIZE: Final = 1_000
"""How many lines are parsed at once."""


def read_csv_table(package: Package, table: str, name: str, file: BinaryIO) -> None:
    """Add the rows of a CSV file of a table to the package.

    Raises:
        UnreadableFileError: the file is not UTF-8, or not CSV.
    """
    package.files[table] = name
    package.complete_tables.add(table)
    csv.field_size_limit(_CELL_LIMIT)
    line_count, waiting = 1, list[list[str]]()
    try:
        with io.TextIOWrapper(file, encoding="utf-8-sig", newline="", errors="strict") as text:
            lines = csv.reader(text, strict=True)
            header = read_header(package, table, next(lines, []))
            columns = ColumnReader(table, header.width, header.cells, [place for place, _ in header.required])
            while _read_lines(waiting, lines):
                line_count += _add_lines(package, table, header, columns, waiting, line_count + 1)
    except (UnicodeDecodeError, csv.Error) as error:
        if waiting:
            line_count += _add_lines(package, table, header, columns, waiting, line_count + 1)
        raise UnreadableFileError(_unreadable(name, line_count + 1, error)) from None


def _read_lines(waiting: list[list[str]], lines: Iterator[list[str]]) -> int:
    """Read more lines and return how many wait; lines before a failure are kept."""
    for line in islice(lines, _BATCH_SIZE):
        waiting.append(line)  # noqa: PERF402 - extend() may lose the lines before a failure
    return len(waiting)


def _unreadable(name: str, line: int, error: Exception) -> Issue:
    if isinstance(error, UnicodeDecodeError):
        return Issue(name, line, None, "This file is not UTF-8.", "Save it as UTF-8.")
    return Issue(name, line, None, "From here on this is no CSV.", "Look for a quotation mark that is not closed.")


def _add_lines(  # noqa: PLR0913, PLR0917 - the state of one file
    package: Package, table: str, header: Header, columns: ColumnReader, waiting: list[list[str]], first: int
) -> int:
    """Add the waiting lines, whose first has the number `first`; return how many there were."""
    rows = columns.rows(waiting, first)
    if rows is None:
        for line, cells in enumerate(waiting, start=first):
            if cells:
                _add_line(package, table, header, cells, line)
    else:
        for row in rows if table in EXTENSIONS else ():
            fill_defaults(table, row)
        _add_rows(package, table, rows)
    count = len(waiting)
    waiting.clear()
    return count


def _add_line(package: Package, table: str, header: Header, cells: list[str], line: int) -> None:
    if len(cells) != header.width:
        reason = f"This line has {len(cells)} cells, the header {header.width}."
        package.add_error(table, line, None, reason, "Put quotation marks around a text that holds a comma.")
        return
    row: Row = [None] * len(COLUMNS[table])
    row.append(line)
    for number, place, read in header.cells:
        text = cells[number]
        if text:
            try:
                row[place] = read(text)
            except InvalidValueError as exc:
                package.add_error(table, line, COLUMNS[table][place], exc.reason, exc.hint)
                row[place] = text
    if table in EXTENSIONS:
        fill_defaults(table, row)
    for place, name in header.required:
        if row[place] is None:
            package.add_error(
                table, line, name, f"The {name} is missing, and the standard requires it.", "Fill the cell."
            )
            return
    _add_rows(package, table, [row])


def _add_rows(package: Package, table: str, rows: list[Row]) -> None:
    set_default, keys = package.rows[table].setdefault, row_keys(table, rows)
    for key, row in zip(keys, rows, strict=True):
        if set_default(key, row) is not row:
            package.add_error(table, row, None, "A line above has the same id.", "Give each line an id of its own.")
