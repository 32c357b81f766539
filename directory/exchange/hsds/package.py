"""What a file says, as rows of tables: each row once, however often the file nests it.

A row is a list of values in the order of `COLUMNS`, and last where it stands: the line of a CSV file, or a
path in a JSON file. The danger is one id with two different contents: whichever won, the other would be
lost in silence. So that is a fault.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from directory.exchange.report import Fault, Tally
from directory.hsds.schema import FIELDS, KEYS, LINKS, TABLES

COLUMNS: Final = {table: tuple(FIELDS[table]) for table in TABLES}
"""The columns of the rows of a table."""
POSITIONS: Final = {table: {name: place for place, name in enumerate(names)} for table, names in COLUMNS.items()}
_KEYS: Final = {table: itemgetter(*(POSITIONS[table][name] for name in KEYS[table])) for table in TABLES}
_LINKS: Final = {table: {name for name, _ in LINKS[table]} | {"link_id", "resource_id"} for table in TABLES}

Row = list[Any]
Key = Any
"""The id of a row; a tuple where several columns make the key."""


@dataclass(slots=True)
class Package:
    """The rows of a file, by table and key.

    `files` names the file of a table for rows whose place is a line. What hangs on an object of the file and
    is not in the file is gone, where its table is in `complete` (it has a CSV file) or the object's table in
    `whole` (objects come with their lists). `speaks` holds the services that say something of one of our tables.
    `stubs` are services that an organization only names. `names_needs`: the file knows our taxonomy.
    `derived` are attributes that we added.
    """

    tally: Tally
    rows: dict[str, dict[Key, Row]] = field(default_factory=lambda: {table: {} for table in TABLES})
    files: dict[str, str] = field(default_factory=dict)
    complete: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    speaks: dict[str, set[str]] = field(default_factory=dict)
    stubs: dict[str, Row] = field(default_factory=dict)
    names_needs: bool = False
    derived: set[str] = field(default_factory=set)

    def add(self, table: str, row: Row) -> None:
        """Take a row; one that is there already must not say anything else."""
        key = key_of(table, row)
        known = self.rows[table].setdefault(key, row)
        if known is not row:
            self._merge(table, known, row)

    def fault(self, table: str, row_or_place: Row | str | int, column: str | None, what: str, mend: str) -> None:
        """Note a fault of a row."""
        self.tally.fault(self.said(table, row_or_place, column, what, mend))

    def warning(self, table: str, row_or_place: Row | str | int, column: str | None, what: str, mend: str) -> None:
        """Note a doubt about a row."""
        self.tally.warning(self.said(table, row_or_place, column, what, mend))

    def said(self, table: str, row_or_place: Row | str | int, column: str | None, what: str, mend: str) -> Fault:
        """Return a fault that names where a row stands."""
        place = row_or_place[-1] if isinstance(row_or_place, list) else row_or_place
        if isinstance(place, int):
            return Fault(self.files.get(table, table), place, column, what, mend)
        return Fault(place, None, column, what, mend)

    def _merge(self, table: str, known: Row, row: Row) -> None:
        for place, name in enumerate(COLUMNS[table]):
            value = row[place]
            if value is None or known[place] == value:
                continue
            if known[place] is None:
                known[place] = value
            elif name in _LINKS[table]:
                what = f"The {spoken(table)} {known[0]} stands under two different parents ({name})."
                self.fault(table, row, name, what, "Give each of them an id of its own.")
            else:
                what = f"The {spoken(table)} {known[0]} stands here with another {name} than at {known[-1]}."
                self.fault(table, row, name, what, "Let both say the same, or give one of them another id.")


def key_of(table: str, row: Row) -> Key:
    """Return what tells a row from the others of its table."""
    return _KEYS[table](row)


def keys_of(table: str, rows: Iterable[Row]) -> Iterator[Key]:
    """Return what tells each row from the others."""
    return map(_KEYS[table], rows)


def blank(table: str, place: str | int) -> Row:
    """Return a row that says nothing yet."""
    return [*([None] * len(COLUMNS[table])), place]


def spoken(table: str) -> str:
    """Return the name of a table as words."""
    return table.replace("_", " ")
