"""Edits: the rows and fields that staff may create, change or remove.

The danger is a table that nobody meant to open: accounts, protected addresses, the history. So only the tables listed
here can be edited.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from uuid import uuid4

from directory.hsds.schema import FIELDS, LINKS, PRIMARY_KEYS, Field
from directory.models import Record

Value = str | int | float | bool | None
Key = tuple[str, ...]


class Action(StrEnum):
    """What happens to a row."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Edit:
    """The edit of one row: `key` is its primary key, `values` are the fields to set; none for a removal."""

    action: Action
    table: str
    key: Key
    values: Mapping[str, Value] = field(default_factory=dict)


def new_id() -> str:
    """Return a random id for a row to be created, so that other edits of the same proposal can refer to it."""
    return str(uuid4())


EDITABLE_TABLES: Final = (
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
DERIVED_TABLES: Final = ("phone_reach", "assurance", "provenance")
"""The tables that a publication derives from the others; nobody proposes changes of them."""
_READ_ONLY: Final = {"service": {"last_modified", "assured_date", "assurer_email"}}
_KIND_OVERRIDES: Final = {("address", "country"): "country", ("translation", "stale"): "flag"}
MAY_BE_EMPTY: Final = frozenset(
    {
        ("address", "postal_code"),
        ("address", "state_province"),
        ("organization", "description"),
        ("program", "description"),
    }
)
"""Texts that HSDS requires and that many entries do not have."""


def _fields(table: str) -> dict[str, Field]:
    columns = Record.metadata.tables[table].columns
    fields = FIELDS[table] | (
        {"stale": Field("stale", "flag", required=False, choices=())} if table == "translation" else {}
    )
    return {
        name: replace(
            field_,
            kind=_KIND_OVERRIDES.get((table, name), field_.kind),
            required=field_.required or not columns[name].nullable,
        )
        for name, field_ in fields.items()
        if name not in _READ_ONLY.get(table, ())
    }


EDITABLE_FIELDS: Final = {table: _fields(table) for table in EDITABLE_TABLES}
"""The editable fields of each table: their kinds, and whether they are required."""


def primary_key(table: str) -> tuple[str, ...]:
    """Return the columns of a table's primary key."""
    return PRIMARY_KEYS[table]


def foreign_keys(table: str) -> tuple[tuple[str, str], ...]:
    """Return the links of a table that must lead to a row, as (column, target table)."""
    return LINKS[table]
