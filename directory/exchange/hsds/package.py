"""The rows of a file by table: each row once, however often the file nests it.

A row is a list of values in the order of `COLUMNS`, followed by its place: the line of a CSV file, or a path in a JSON
file. The danger is one id with two different contents: whichever won, the other would be lost silently. So that is an
error.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from operator import itemgetter
from typing import Any, Final

from directory.domain.import_report import Issue, ReportBuilder
from directory.hsds.schema import FIELDS, LINKS, PRIMARY_KEYS, TABLES
from directory.models import stable_id

COLUMNS: Final = {table: tuple(FIELDS[table]) for table in TABLES}
"""The columns of the rows of a table."""
POSITIONS: Final = {table: {name: place for place, name in enumerate(names)} for table, names in COLUMNS.items()}
_KEYS: Final = {table: itemgetter(*(POSITIONS[table][name] for name in PRIMARY_KEYS[table])) for table in TABLES}
_LINKS: Final = {table: {name for name, _ in LINKS[table]} | {"link_id", "resource_id"} for table in TABLES}

Row = list[Any]
Key = Any
"""The id of a row; a tuple if the key has several columns."""


@dataclass(slots=True)
class Package:
    """The rows of a file, by table and key.

    `files` names the file of each table, for rows whose place is a line. What belongs to an object of the file and is
    not in the file is removed if its table is in `complete_tables` (it has a CSV file) or the object's table in
    `nested_tables` (objects contain their lists). `described` holds, for each of our tables, the services for which
    the file has rows of it. `stubs` are services that an organization only names. `has_own_terms`: the file uses our
    taxonomy. `derived_attributes` are attributes that the import added.
    """

    report: ReportBuilder
    rows: dict[str, dict[Key, Row]] = field(default_factory=lambda: {table: {} for table in TABLES})
    files: dict[str, str] = field(default_factory=dict)
    complete_tables: set[str] = field(default_factory=set)
    nested_tables: set[str] = field(default_factory=set)
    described: dict[str, set[str]] = field(default_factory=dict)
    stubs: dict[str, Row] = field(default_factory=dict)
    has_own_terms: bool = False
    derived_attributes: set[str] = field(default_factory=set)

    def add(self, table: str, row: Row) -> None:
        """Add a row; a row with the same key must not contradict it."""
        key = row_key(table, row)
        known = self.rows[table].setdefault(key, row)
        if known is not row:
            self._merge(table, known, row)

    def add_error(self, table: str, row_or_place: Row | str | int, column: str | None, reason: str, hint: str) -> None:
        """Add an error about a row."""
        self.report.add_error(self._issue(table, row_or_place, column, reason, hint))

    def add_warning(
        self, table: str, row_or_place: Row | str | int, column: str | None, reason: str, hint: str
    ) -> None:
        """Add a warning about a row."""
        self.report.add_warning(self._issue(table, row_or_place, column, reason, hint))

    def add_protected(self, table: str, row_or_place: Row | str | int, column: str, reason: str, hint: str) -> None:
        """Add a warning about protected data in a row."""
        self.report.add_protected(self._issue(table, row_or_place, column, reason, hint))

    def _issue(self, table: str, row_or_place: Row | str | int, column: str | None, reason: str, hint: str) -> Issue:
        """Return an issue that names the place of a row."""
        position = row_or_place[-1] if isinstance(row_or_place, list) else row_or_place
        if isinstance(position, int):
            return Issue(self.files.get(table, table), position, column, reason, hint)
        return Issue(position, None, column, reason, hint)

    def _merge(self, table: str, known: Row, row: Row) -> None:
        for place, name in enumerate(COLUMNS[table]):
            value = row[place]
            if value is None or known[place] == value:
                continue
            if known[place] is None:
                known[place] = value
            elif name in _LINKS[table]:
                reason = f"The {table_label(table)} {known[0]} has two different parents ({name})."
                self.add_error(table, row, name, reason, "Give each of them an id of its own.")
            else:
                reason = f"The {table_label(table)} {known[0]} has another {name} here than at {known[-1]}."
                self.add_error(table, row, name, reason, "Let both say the same, or give one of them another id.")


def row_key(table: str, row: Row) -> Key:
    """Return the key of a row."""
    return _KEYS[table](row)


def row_keys(table: str, rows: Iterable[Row]) -> Iterator[Key]:
    """Return the key of each row."""
    return map(_KEYS[table], rows)


def empty_row(table: str, place: str | int) -> Row:
    """Return a row without values."""
    return [*([None] * len(COLUMNS[table])), place]


def table_label(table: str) -> str:
    """Return the name of a table in words."""
    return table.replace("_", " ")


def fill_defaults(table: str, row: Row) -> None:
    """Fill the fields of an extension row that follow from the others."""
    positions = POSITIONS[table]
    if table == "coverage":
        whole_position, id_position = positions["whole"], positions["id"]
        row[whole_position] = row[whole_position] is not False
        if row[id_position] is None:
            row[id_position] = stable_id("coverage", *(str(value) for value in row[id_position + 1 : -1]))
    elif table == "translation":
        row[positions["reviewed"]] = bool(row[positions["reviewed"]])
    elif table == "phone_reach" and row[positions["position"]] is None:
        row[positions["position"]] = 0


_FORMER_NAMES: Final = {
    ("accessibility", "accessibility"): "description",
    ("language", "language"): "name",
    ("organization", "url"): "website",
    ("service_area", "service_area"): "name",
}
"""What HSDS 3.0 calls fields of HSDS 1 and 2 whose old name is more like that of another field, or of none."""


def suggest_field(table: str, name: str, known: Iterable[str]) -> str | None:
    """Return the field of a table that is meant by a former or a misspelled name, None if it is not clear."""
    return _FORMER_NAMES.get((table, name)) or closest_name(name, known)


def closest_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most similar to a misspelled one, None if none is similar."""
    matches = get_close_matches(name.lower().replace("-", "_").replace(" ", "_"), list(known), n=1, cutoff=0.72)
    return matches[0] if matches else None
