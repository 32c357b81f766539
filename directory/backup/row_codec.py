"""The rows of a database as JSON has them, the same for both kinds of database."""

import json
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, DateTime, MetaData, Table, func, select
from sqlalchemy.exc import SAWarning

from directory.backup.schema_revisions import our_tables

# The index of free text keeps tables of its own on SQLite; their names begin with that of the table.
COMPUTED: Final = ("search_entry", "near_cell", "service_text")
# What lets somebody in at once: whoever finds an old backup, or restores one, must not find a way in.
PASSING: Final = ("staff_session", "staff_invitation")
# Small numbers must not outlive their period in a file, nor come back and be published a second time.
STILL_COUNTED: Final = ("asked_place", "asked_tongue", "asked_person", "asked_referral")
# Files that somebody brought and can bring again; most are gone after an hour.
BROUGHT: Final = ("upload",)
LEFT_OUT: Final = (*COMPUTED, *PASSING, *STILL_COUNTED, *BROUGHT)
_AT_ONCE: Final = 1000


def kept_tables(connection: Connection, revision: str) -> list[Table]:
    """Return our tables as they are at a revision, a table after those it points at, without what is left out."""
    names = [name for name in our_tables(revision) if not name.startswith(LEFT_OUT)]
    found = MetaData()
    with warnings.catch_warnings():
        # Indexes on expressions can't be reflected, and nothing here needs them.
        warnings.simplefilter("ignore", SAWarning)
        found.reflect(connection, only=names)
    return [table for table in found.sorted_tables if table.name in names]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield each row as a line of JSON, in the order of the primary key."""
    chosen = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(chosen):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n"


def value_readers(table: Table, columns: tuple[str, ...]) -> list[Callable[[Any], Any]]:
    """Return for each column how its value is read back."""
    return [_moment if isinstance(table.c[name].type, DateTime) else _same for name in columns]


def number_onwards(connection: Connection, table: Table) -> None:
    """Let the next new row get a number after those that were put in with theirs; PostgreSQL would begin at 1."""
    if connection.dialect.name == "postgresql":
        for column in table.primary_key:
            sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
            if sequence is not None:
                highest = select(func.max(column)).scalar_subquery()
                connection.execute(select(func.setval(sequence, highest)))


def _plain(value: Any) -> Any:
    # SQLite keeps moments in UTC, without saying so.
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return value


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _same(value: Any) -> Any:
    return value
