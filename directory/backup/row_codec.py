"""Encode the rows of a database as JSON and decode them, the same for both kinds of database."""

import json
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, DateTime, MetaData, Table, func, select
from sqlalchemy.exc import SAWarning

from directory.db.schema_revisions import tables_at

# On SQLite the full-text index keeps tables of its own; their names begin with `service_text`.
COMPUTED: Final = ("search_entry", "near_cell", "service_text")
# Whoever finds an old backup, or restores one, must not be able to sign in with it, nor get a grant that waited then.
CREDENTIALS: Final = ("staff_session", "staff_invitation", "staff_grant_request", "staff_browser")
# Small counts must not outlive their period in a file, nor come back and be published again.
OPEN_COUNTS: Final = ("asked_place", "asked_tongue", "asked_person", "asked_referral")
# Staff can upload these files again; most are deleted after an hour.
UPLOADS: Final = ("upload",)
EXCLUDED_TABLES: Final = (*COMPUTED, *CREDENTIALS, *OPEN_COUNTS, *UPLOADS)
_BATCH_SIZE: Final = 1000


def backup_tables(connection: Connection, revision: str) -> list[Table]:
    """Return the tables to back up at a revision, each after those that it references."""
    names = [name for name in tables_at(revision) if not name.startswith(EXCLUDED_TABLES)]
    metadata = MetaData()
    with warnings.catch_warnings():
        # Indexes on expressions cannot be reflected, and are not needed here.
        warnings.simplefilter("ignore", SAWarning)
        metadata.reflect(connection, only=names)
    return [table for table in metadata.sorted_tables if table.name in names]


def encode_rows(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield each row as a line of JSON, in the order of the primary key."""
    query = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=_BATCH_SIZE).execute(query):
        yield json.dumps([_encode(value) for value in row], ensure_ascii=False).encode() + b"\n"


def value_decoders(table: Table, columns: tuple[str, ...]) -> list[Callable[[Any], Any]]:
    """Return for each column the function that decodes its values."""
    return [_decode_datetime if isinstance(table.c[name].type, DateTime) else _identity for name in columns]


def reset_sequences(connection: Connection, table: Table) -> None:
    """Let the next new row get a number after the restored ones; PostgreSQL would begin at 1."""
    if connection.dialect.name == "postgresql":
        for column in table.primary_key:
            sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
            if sequence is not None:
                highest = select(func.max(column)).scalar_subquery()
                connection.execute(select(func.setval(sequence, highest)))


def _encode(value: Any) -> Any:
    # SQLite stores datetimes in UTC, without a time zone.
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return value


def _decode_datetime(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _identity(value: Any) -> Any:
    return value
