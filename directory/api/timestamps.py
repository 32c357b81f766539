"""Timestamps that partners send, and the text by which the database compares them.

HSDS stores `last_modified` as text in any time zone; as text "10:00+07:00" sorts after "09:00Z", though it is earlier.
"""

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_SHAPE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.ASCII | re.IGNORECASE,
)
_UNESCAPED_PLUS = re.compile(r" (?=[0-9]{2}:?[0-9]{2}$)")


def parse_timestamp(text: str) -> datetime:
    """Parse a date or a date with time (ISO 8601); without a time zone it is in UTC.

    Raises:
        ValueError: it is neither.
    """
    # A "+" that was not escaped in a URL arrives as a space.
    normalized = _UNESCAPED_PLUS.sub("+", text) if "T" in text else text
    if not _SHAPE.fullmatch(normalized):
        message = "not a timestamp"
        raise ValueError(message)
    read = datetime.fromisoformat(normalized.upper())
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def sortable_timestamp(when: datetime) -> str:
    """Return a timestamp as the text that a `LastModifiedKey` begins with, to the millisecond."""
    # In the years 1 and 9999 a conversion could leave the range of datetime.
    utc = when.replace(tzinfo=None) if when.year in {1, 9999} else when.astimezone(UTC)
    return f"{utc.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


class LastModifiedKey(FunctionElement[str]):
    """A sort key of rows: when a row was modified, in UTC, and its id. NULL if the time is not known.

    Migration v0006 has an index on this expression: change both together.
    """

    inherit_cache = True
    type = String()

    def __init__(self, modified: ColumnElement[Any], row_id: ColumnElement[Any]) -> None:
        """Combine the columns of the timestamp and of the id."""
        super().__init__(modified, row_id)


@compiles(LastModifiedKey)
def _on_postgresql(element: LastModifiedKey, compiler: Any, **options: Any) -> str:
    modified, row_id = (compiler.process(column, **options) for column in element.clauses)
    return f"""((waylight_moment({modified}) || ' ' || {row_id}) COLLATE "C")"""


@compiles(LastModifiedKey, "sqlite")
def _on_sqlite(element: LastModifiedKey, compiler: Any, **options: Any) -> str:
    modified, row_id = (compiler.process(column, **options) for column in element.clauses)
    in_utc = f"strftime('%Y-%m-%dT%H:%M:%fZ', {modified})"
    return f"(CASE WHEN {modified} GLOB '[0-9][0-9][0-9][0-9]-*' THEN {in_utc} || ' ' || {row_id} END)"
