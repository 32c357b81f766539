"""The columns of the sheet, which has one row per service."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

Cells = dict[str, str]
"""A row of the sheet: the text of each of its columns."""

_LIST_KINDS: Final = frozenset({"needs", "audiences", "countries", "regions", "phones", "chats", "languages", "hours"})
PHONE_COLUMNS: Final = ("phone", "phone_2", "phone_3")
ORGANIZATION_COLUMNS: Final = ("local_name", "local_language")
"""Columns about the organization, given once for all its rows: an empty cell changes nothing."""
CONTACT_COLUMNS: Final = (*PHONE_COLUMNS, "sms", "chat", "website", "email")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, which never changes, and the explanations in the guide of the workbook.

    `kind` selects its parser in `directory.parsing.parsers`. `required` columns must be present and filled in.
    """

    name: str
    required: bool
    kind: str
    meaning: str
    how: str
    example: str

    @property
    def is_list(self) -> bool:
        """Return whether a cell may hold several items separated by semicolons."""
        return self.kind in _LIST_KINDS


@cache
def columns() -> dict[str, Column]:
    """Return the columns by name, in the order of the sheet."""
    path = Path(__file__).with_name("columns.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["name"]: Column(
            row["name"], row["needed"] == "yes", row["kind"], row["meaning"], row["how"], row["example"]
        )
        for row in rows
    }


def empty_cells() -> Cells:
    """Return an empty row of the sheet."""
    return dict.fromkeys(columns(), "")


@cache
def required_columns() -> tuple[str, ...]:
    """Return the names of the required columns."""
    return tuple(name for name, column in columns().items() if column.required)
