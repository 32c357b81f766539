"""The columns of the sheet: one row a service."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

Cells = dict[str, str]
"""A row of the sheet: the text of each column that it has."""

_LISTS: Final = frozenset({"needs", "audiences", "countries", "regions", "phones", "chats", "languages", "hours"})
PHONES: Final = ("phone", "phone_2", "phone_3")
INHERITED: Final = ("local_name", "local_language")
"""What is said of the organization once for all its rows: an empty cell leaves it as it is."""
REACH: Final = (*PHONES, "sms", "chat", "website", "email")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its short name, which never changes, and what the person who fills it in is told.

    `kind` names the judge in `values/`. `needed` columns must be in the sheet and filled in.
    """

    name: str
    needed: bool
    kind: str
    meaning: str
    how: str
    example: str

    @property
    def is_list(self) -> bool:
        """Tell whether a cell may hold several items with ; between them."""
        return self.kind in _LISTS


@cache
def columns() -> dict[str, Column]:
    """Return the columns by name, in the order of the sheet."""
    path = Path(__file__).with_name("columns.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["name"]: Column(**(row | {"needed": row["needed"] == "yes"})) for row in rows}


def blank() -> Cells:
    """Return a row of the sheet in which nothing is filled in."""
    return dict.fromkeys(columns(), "")


@cache
def needed() -> tuple[str, ...]:
    """Return the names of the columns that must be filled in."""
    return tuple(name for name, column in columns().items() if column.needed)
