"""What can be asked for: a row made, changed or removed.

The danger is a table that nobody meant: accounts, protected places, the history. So a table is edited only if it
stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from uuid import uuid4

from directory.hsds.schema import FIELDS, KEYS, LINKS, Field
from directory.models import Record

Value = str | int | float | bool | None
Key = tuple[str, ...]


class Action(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Edit:
    """One row: `key` is its primary key, `values` are the fields that are set; none where it is removed."""

    action: Action
    table: str
    key: Key
    values: Mapping[str, Value] = field(default_factory=dict)


def new_id() -> str:
    """Return the id of a row that is to be made, at random: other edits of the same proposal may name it."""
    return str(uuid4())


EDITABLE: Final = (
    "organization",
    "program",
    "service",
    "funding",
    "url",
    "service_area",
    "cost_option",
    "required_document",
    "location",
    "address",
    "accessibility",
    "service_at_location",
    "contact",
    "phone",
    "language",
    "schedule",
    "attribute",
    "coverage",
    "audience",
    "nationality",
    "conduct",
    "schedule_zone",
    "translation",
)
"""The tables that staff edit."""
CONSEQUENT: Final = ("phone_reach", "assurance", "provenance")
"""The tables that follow from the others: a publication writes them, nobody proposes anything of them."""
_NOT_ASKED: Final = {"service": {"last_modified", "assured_date", "assurer_email"}}
_OTHER_KINDS: Final = {("address", "country"): "country", ("translation", "stale"): "flag"}
MAY_BE_EMPTY: Final = frozenset(
    {
        ("address", "postal_code"),
        ("address", "state_province"),
        ("organization", "description"),
        ("program", "description"),
    }
)
"""Texts that the standard wants and many a place does not have."""


def _fields(table: str) -> dict[str, Field]:
    columns = Record.metadata.tables[table].columns
    known = FIELDS[table] | (
        {"stale": Field("stale", "flag", needed=False, choices=())} if table == "translation" else {}
    )
    return {
        name: replace(
            one, kind=_OTHER_KINDS.get((table, name), one.kind), needed=one.needed or not columns[name].nullable
        )
        for name, one in known.items()
        if name not in _NOT_ASKED.get(table, ())
    }


ASKED: Final = {table: _fields(table) for table in EDITABLE}
"""The fields of each table that are edited: their kinds, and whether they may be empty."""


def key_of(table: str) -> tuple[str, ...]:
    """Return the names of the columns of a table's key."""
    return KEYS[table]


def links_of(table: str) -> tuple[tuple[str, str], ...]:
    """Return the links of a table that must lead somewhere: (column, the table it points at)."""
    return LINKS[table]
