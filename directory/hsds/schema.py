"""The fields of HSDS 3.0 and of our extensions: kind, whether it is required, and possible values.

`fields.csv` is the tabular schema of HSDS; `extensions.csv` lists the fields of our own tables that may be exported,
which excludes who verified an entry, and notes for staff.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Table

from directory.models import HSDS_MODELS, Record, hsds_table

_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Field:
    """A field; `kind` selects its validator in `validation.py`."""

    name: str
    kind: str
    required: bool
    choices: tuple[str, ...]


def _read(name: str) -> dict[str, dict[str, Field]]:
    fields: dict[str, dict[str, Field]] = {}
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            choices = tuple(row["choices"].split(" | ")) if row["choices"] else ()
            field = Field(row["field"], row["kind"], row["needed"] == "yes", choices)
            fields.setdefault(row["table"], {})[field.name] = field
    return fields


STANDARD: Final = _read("fields.csv")
"""The fields of each HSDS object."""
EXTENSIONS: Final = _read("extensions.csv")
"""The fields of our own tables that are imported and exported."""
FIELDS: Final = STANDARD | EXTENSIONS
TABLES: Final = (*(str(model.__tablename__) for model in HSDS_MODELS), *EXTENSIONS)
"""Every table of an import or export, after the tables that it links to."""
PRIMARY_KEYS: Final[dict[str, tuple[str, ...]]] = dict.fromkeys(STANDARD, ("id",)) | {
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
"""The columns that identify a row of each table."""
PARENT_COLUMNS: Final = {"organization": "parent_organization_id", "taxonomy_term": "parent_id"}
"""The column of each table whose rows point at rows of the same table."""
_CSV_NAMES: Final = {"address": "addresses", "taxonomy": "taxonomies"} | {
    name: name for name in ("service_at_location", "funding", "accessibility", "metadata")
}


def csv_name(table: str) -> str:
    """Return the name of a table's file in a data package, without its suffix."""
    return f"waylight_{table}" if table in EXTENSIONS else _CSV_NAMES.get(table, f"{table}s")


def database_table(name: str) -> Table:
    """Return a table of HSDS or of our extensions."""
    return hsds_table(name) if name in STANDARD else Record.metadata.tables[name]


def _targets() -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for table in TABLES:
        columns = database_table(table).columns
        yield table, tuple((column.name, key.column.table.name) for column in columns for key in column.foreign_keys)


LINKS: Final = dict(_targets())
"""The foreign keys of each table: (column, target table)."""
