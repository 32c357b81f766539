"""Read many lines of a CSV file at once, column by column: several times faster than cell by cell.

The danger is a fault that is overlooked. So lines that are not plainly right in every cell are left to
`csv_rows.py`, which reads them one by one and says what is wrong with each.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any, Final

from directory.exchange.hsds.package import COLUMNS, Row
from directory.exchange.hsds.plain_values import are_plain
from directory.exchange.hsds.standard import FIELDS
from directory.exchange.hsds.wrong import refuse

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
