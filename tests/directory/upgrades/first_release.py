"""Directories as the first releases left them, and what staff had entered."""

import sqlite3
import warnings
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy import Engine, MetaData, make_url, select
from sqlalchemy.exc import SAWarning

from directory.models import stable_id

_FOLDER: Final = Path(__file__).parent
REVISIONS: Final = {"sqlite": "0002", "postgresql": "0008"}
"""The revision of each file."""

SERVICE: Final = "00000000-0000-4000-8000-000000000004"
"""The entry of staff, "Kept by staff", for children in Chiang Mai: shelter and legal help, verified."""
NUMBER: Final = "000-0004"
"""Its phone number."""
CHANGED: Final = stable_id("service", "th-1300")
"""A verified entry of the seed data of then, and of the present ones."""
REMOVED: Final = frozenset(stable_id("service", name) for name in ("th-made-up-gone", "kh-made-up-sea"))
"""Entries of the seed data of then alone."""
OF_STAFF: Final = "00000000-0000-4000-8000-"
"""The prefix of the id of every row that staff had entered."""
SECRETS: Final = ("9 Made-up Lane", "Made-up Partner Contact", "000-0005")
"""Protected values of the PostgreSQL file; SQLite's first revision had no tables for them."""

Row = Mapping[str, Any]


def create_first_release(address: str) -> str:
    """Load the first release's directory into an empty database; return the URL.

    An SQLite file is in its default journal mode, not yet in that of today's connections.
    """
    url = make_url(address)
    kind = url.get_backend_name()
    script = (_FOLDER / f"first_release.{kind}.sql").read_text("utf-8")
    if kind == "sqlite":
        with closing(sqlite3.connect(str(url.database))) as database:
            database.executescript(script)
    else:
        with psycopg.connect(address) as connection:
            connection.execute(script.encode())
    return address


def rows_of_staff(engine: Engine) -> dict[tuple[str, str], Row]:
    """Return what staff had entered: (table, primary key) -> the row, without empty columns."""
    metadata = MetaData()
    with warnings.catch_warnings():
        # Indexes on expressions cannot be reflected, and are not needed here.
        warnings.simplefilter("ignore", SAWarning)
        metadata.reflect(
            engine, only=lambda name, _: not name.startswith(("search_entry", "near_cell", "service_text"))
        )
    rows: dict[tuple[str, str], Row] = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                if any(str(value).startswith(OF_STAFF) for value in row.values()):
                    key = " ".join(str(row[column.name]) for column in table.primary_key.columns)
                    rows[table.name, key] = {name: _plain(value) for name, value in row.items() if value is not None}
    return rows


def _plain(value: Any) -> Any:
    """Return a value as both kinds of database give it: SQLite stores datetimes in UTC without a time zone."""
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return value


def lost(before: Mapping[tuple[str, str], Row], after: Mapping[tuple[str, str], Row]) -> dict[tuple[str, str], Row]:
    """Return the values of `before` that are missing in `after`, except those in MOVED."""
    missing_rows: dict[tuple[str, str], Row] = {}
    for where, row in before.items():
        now = after.get(where, {})
        missing = {name: value for name, value in row.items() if now.get(name) != value}
        if missing and (where[0], tuple(missing)) not in MOVED:
            missing_rows[where] = missing
    return missing_rows


MOVED: Final[frozenset[tuple[str, Sequence[str]]]] = frozenset(
    {("service_need", ("need", "service_id")), ("conduct", ("made_for",))}
)
"""(table, columns) of the first revisions that are elsewhere now: needs are attributes, "for children" an audience."""
