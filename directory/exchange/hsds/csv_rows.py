"""Read one file of a data package into rows: strict about its columns, its quotes and every cell."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, Final

from directory.exchange.hsds.csv_columns import Columns
from directory.exchange.hsds.csv_header import Header, read_header
from directory.exchange.hsds.json_text import UnreadableError
from directory.exchange.hsds.package import COLUMNS, Package, Row, keys_of
from directory.exchange.hsds.settling import settle
from directory.exchange.hsds.standard import OURS
from directory.exchange.hsds.values import WrongValueError
from directory.exchange.report import Fault

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
