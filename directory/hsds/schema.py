"""What the standard says of each field, and what we say of ours: kind, needed or not, the choices there are.

`fields.csv` is HSDS 3.0's tabular schema; `ours.csv` lists what of our own tables may leave the directory:
not who verified an entry, and no notes for staff.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Table

from directory.models import HSDS, Record, table_of

_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `kind` names the check in `values.py`."""

    name: str
    kind: str
    needed: bool
    choices: tuple[str, ...]


def _read(name: str) -> dict[str, dict[str, Field]]:
    found: dict[str, dict[str, Field]] = {}
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            choices = tuple(row["choices"].split(" | ")) if row["choices"] else ()
            field = Field(row["field"], row["kind"], row["needed"] == "yes", choices)
            found.setdefault(row["table"], {})[field.name] = field
    return found


STANDARD: Final = _read("fields.csv")
"""The fields of each HSDS object."""
OURS: Final = _read("ours.csv")
"""The fields of our tables that come in and go out."""
FIELDS: Final = STANDARD | OURS
TABLES: Final = (*(str(one.__tablename__) for one in HSDS), *OURS)
"""Every table of an import or export, after those it points at."""
KEYS: Final[dict[str, tuple[str, ...]]] = dict.fromkeys(STANDARD, ("id",)) | {
    "coverage": ("id",),
    "audience": ("service_id", "code"),
    "nationality": ("service_id", "country"),
    "conduct": ("service_id",),
    "assurance": ("service_id",),
    "phone_reach": ("phone_id",),
    "schedule_zone": ("schedule_id",),
    "translation": ("entity_id", "field", "language"),
    "provenance": ("entity_id",),
}
"""What tells two rows of a table apart."""
_CSV_NAMES: Final = {"address": "addresses", "taxonomy": "taxonomies"} | {
    name: name for name in ("service_at_location", "funding", "accessibility", "metadata")
}


def csv_name(table: str) -> str:
    """Return the name of a table's file in a data package, without its ending."""
    return f"waylight_{table}" if table in OURS else _CSV_NAMES.get(table, f"{table}s")


def stored_table(name: str) -> Table:
    """Return a table of the standard or of ours."""
    return table_of(name) if name in STANDARD else Record.metadata.tables[name]


def _targets() -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for table in TABLES:
        columns = stored_table(table).columns
        yield table, tuple((one.name, key.column.table.name) for one in columns for key in one.foreign_keys)


LINKS: Final = dict(_targets())
"""The links of each table that must lead somewhere: (column, the table it points at)."""
