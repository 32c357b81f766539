"""Read one file of a data package into rows: strict about its columns, its quotes and every cell."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any, BinaryIO, Final

from directory.exchange.hsds.completion import settle
from directory.exchange.hsds.json_reader import UnreadableError
from directory.exchange.hsds.package import COLUMNS, POSITIONS, Package, Row, keys_of
from directory.exchange.hsds.suggestions import meant
from directory.exchange.report import Fault
from directory.hsds.errors import WrongValueError, refuse
from directory.hsds.plain_values import are_plain
from directory.hsds.schema import FIELDS, OURS, Field
from directory.hsds.validation import NUMBERS, is_plain, is_uuid, judge

_REMEMBERED: Final = 10_000
_ID: Final = 36
_DASHES: Final = (8, 13, 18, 23)
_SIGNS_OF_IDS: Final = re.compile("[0-9a-fA-F-]*", re.ASCII)

Column = Sequence[str]
Read = Callable[[str], Any]


class Columns:
    """The columns of a file of a table: `places` says for each of them where in the line and where in the row."""

    def __init__(self, table: str, width: int, places: Iterable[tuple[int, int, Read]], needed: Iterable[int]) -> None:
        """Take how each cell is read by itself, and which places of the row must be filled."""
        self._width, self._needed = width, tuple(needed)
        names = COLUMNS[table]
        self._readers: dict[int, tuple[int, Callable[[Column], list[Any]]]] = {
            place: (number, _reader(FIELDS[table][names[place]].kind, read)) for number, place, read in places
        }
        self._places = range(len(names))

    def rows(self, lines: Sequence[Sequence[str]], first: int) -> list[Row] | None:
        """Return the rows of lines that are numbered from `first` on; None where one is not plainly right."""
        try:
            cells = list(zip(*lines, strict=True))
            if len(cells) != self._width:
                return None
            read = {place: judge(cells[number]) for place, (number, judge) in self._readers.items()}
        except ValueError:
            return None
        if any(None in read[place] for place in self._needed):
            return None
        values = (read.get(place) or repeat(None) for place in self._places)
        return list(map(list, zip(*values, range(first, first + len(lines)), strict=False)))


class _Known(dict[str, Any]):
    """Values of cells that were read before: most columns have few different ones."""

    def __init__(self, read: Read) -> None:
        super().__init__({"": None})
        self._read = read

    def __missing__(self, cell: str) -> Any:
        value = self._read(cell)
        if len(self) < _REMEMBERED:
            self[cell] = value
        return value


def _reader(kind: str, read: Read) -> Callable[[Column], list[Any]]:
    """Return how a whole column is read; it raises ValueError where a cell is not plainly right."""
    if kind == "uuid":
        return _ids
    if kind == "text":
        return _texts
    known = _Known(read)
    return lambda column: list(map(known.__getitem__, column))


def _texts(column: Column) -> list[str | None]:
    if not are_plain(column):
        refuse("A text can't be kept as it stands.", "")
    return [cell or None for cell in column]


def _ids(column: Column) -> list[str | None]:
    """Return UUIDs. All are as long as one, so each sign of each stands at a known place of them all in a row."""
    whole = "".join(column)
    count = len(whole) // _ID
    plain = (
        set(map(len, column)) <= {0, _ID}
        and whole.count("-") == len(_DASHES) * count
        and all(whole[at::_ID] == "-" * count for at in _DASHES)
        and _SIGNS_OF_IDS.fullmatch(whole)
    )
    if not plain:
        refuse("This is not a UUID.", "")
    return [cell or None for cell in column]


_NUMBER: Final = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", re.ASCII)
_FLAGS: Final = {"true": True, "false": False}
_NO_NUMBER: Final = WrongValueError("This must be a number.", "Use digits, and a point before a fraction.")


@dataclass(frozen=True, slots=True)
class Header:
    """What the first line says.

    `cells`: where each stands in the line, where in the row, how it is read. `needed`: the places of a row that
    must be filled, with their names.
    """

    width: int
    cells: list[tuple[int, int, Callable[[str], Any]]]
    needed: list[tuple[int, str]]


def read_header(package: Package, table: str, header: list[str]) -> Header:
    """Return how lines are read, and note faults of the header itself."""
    found = []
    for number, name in enumerate(header):
        field = FIELDS[table].get(name)
        if field is None:
            _unknown(package, table, name)
        elif header.index(name) != number:
            package.fault(table, 1, name, "This column is there twice.", "Take one of them out.")
        else:
            found.append((number, POSITIONS[table][name], _column_reader(field)))
    needed = [(POSITIONS[table][name], name) for name, field in FIELDS[table].items() if field.needed]
    for place, name in needed:
        if place not in {at for _, at, _ in found}:
            package.fault(table, 1, name, "This column is missing, and the standard requires it.", "Add it.")
    return Header(len(header), found, [one for one in needed if one[1] in header])


def _unknown(package: Package, table: str, name: str) -> None:
    near = meant(name, FIELDS[table])
    said = f'The standard has no column "{name[:60]}" here.'
    if near:
        package.fault(table, 1, name[:60], said, f'Did you mean "{near}"?')
    else:
        package.warning(table, 1, name[:60], said, "It is not kept.")


def _column_reader(field: Field) -> Callable[[str], Any]:
    """Return how a cell of a field is read."""
    if field.kind in NUMBERS:
        return lambda text: judge(field, _number(text))
    if field.kind == "flag":
        return lambda text: judge(field, _FLAGS.get(text.lower(), text))
    if field.kind == "uuid":
        return lambda text: text if is_uuid(text) else judge(field, text)
    if field.kind == "text":
        return lambda text: text if is_plain(text) else judge(field, text)
    return lambda text: judge(field, text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise _NO_NUMBER
    return int(text) if text.strip().lstrip("-").isdigit() else float(text)


_CELL_LIMIT: Final = 2**24

_AT_ONCE: Final = 1_000
"""How many lines are read at once."""


def read_rows(package: Package, table: str, name: str, file: BinaryIO) -> None:
    """Put the rows of a CSV file of a table into the package.

    Raises:
        UnreadableError: the file is not UTF-8, or no CSV.
    """
    package.files[table] = name
    package.complete.add(table)
    csv.field_size_limit(_CELL_LIMIT)
    taken, waiting = 1, list[list[str]]()
    try:
        with io.TextIOWrapper(file, encoding="utf-8-sig", newline="", errors="strict") as text:
            lines = csv.reader(text, strict=True)
            header = read_header(package, table, next(lines, []))
            columns = Columns(table, header.width, header.cells, [place for place, _ in header.needed])
            while _fill(waiting, lines):
                taken += _take_all(package, table, header, columns, waiting, taken + 1)
    except (UnicodeDecodeError, csv.Error) as error:
        if waiting:
            taken += _take_all(package, table, header, columns, waiting, taken + 1)
        raise UnreadableError(_unreadable(name, taken + 1, error)) from None


def _fill(waiting: list[list[str]], lines: Iterator[list[str]]) -> int:
    """Read some more lines; where reading fails, those before it are there. Return how many."""
    for one in islice(lines, _AT_ONCE):
        waiting.append(one)  # noqa: PERF402 - a list that is extended may lose what came before a failure
    return len(waiting)


def _unreadable(name: str, line: int, error: Exception) -> Fault:
    if isinstance(error, UnicodeDecodeError):
        return Fault(name, line, None, "This file is not UTF-8.", "Save it as UTF-8.")
    return Fault(name, line, None, "From here on this is no CSV.", "Look for a quotation mark that is not closed.")


def _take_all(  # noqa: PLR0913, PLR0917 - all that is known of a file
    package: Package, table: str, header: Header, columns: Columns, waiting: list[list[str]], first: int
) -> int:
    """Take the lines that wait, whose first has the number `first`; return how many there were."""
    rows = columns.rows(waiting, first)
    if rows is None:
        for line, one in enumerate(waiting, start=first):
            if one:
                _take(package, table, header, one, line)
    else:
        for row in rows if table in OURS else ():
            settle(table, row)
        _put(package, table, rows)
    count = len(waiting)
    waiting.clear()
    return count


def _take(package: Package, table: str, header: Header, one: list[str], line: int) -> None:
    if len(one) != header.width:
        what = f"This line has {len(one)} cells, the header {header.width}."
        package.fault(table, line, None, what, "Put quotation marks around a text that holds a comma.")
        return
    row: Row = [None] * len(COLUMNS[table])
    row.append(line)
    for number, place, read in header.cells:
        text = one[number]
        if text:
            try:
                row[place] = read(text)
            except WrongValueError as fault:
                package.fault(table, line, COLUMNS[table][place], fault.what, fault.mend)
                row[place] = text
    if table in OURS:
        settle(table, row)
    for place, name in header.needed:
        if row[place] is None:
            package.fault(table, line, name, f"The {name} is missing, and the standard requires it.", "Fill the cell.")
            return
    _put(package, table, [row])


def _put(package: Package, table: str, rows: list[Row]) -> None:
    put, keys = package.rows[table].setdefault, keys_of(table, rows)
    for key, row in zip(keys, rows, strict=True):
        if put(key, row) is not row:
            package.fault(table, row, None, "A line above has the same id.", "Give each line an id of its own.")
