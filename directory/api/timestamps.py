"""Moments in time that partners send, and the text by which the database compares them.

HSDS keeps `last_modified` as text in any zone; as text "09:00Z" comes after "10:00+07:00", which is earlier.
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
_LOST_PLUS = re.compile(r" (?=[0-9]{2}:?[0-9]{2}$)")


def moment(text: str) -> datetime:
    """Return a date or a date with time (ISO 8601); without a zone it is in UTC.

    Raises:
        ValueError: it is neither.
    """
    # A "+" that nobody escaped in a URL arrives as a space.
    mended = _LOST_PLUS.sub("+", text) if "T" in text else text
    if not _SHAPE.fullmatch(mended):
        message = "not a moment"
        raise ValueError(message)
    read = datetime.fromisoformat(mended.upper())
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def in_order(when: datetime) -> str:
    """Return a moment as the text that `Changed` begins with, to the millisecond."""
    # The years 1 and 9999 have no moment before or after them to convert to.
    utc = when.replace(tzinfo=None) if when.year in {1, 9999} else when.astimezone(UTC)
    return f"{utc.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


class Changed(FunctionElement[str]):
    """When a row was changed, in UTC, and its id: a text by which rows can be ordered. NULL where nobody knows.

    Migration v0006 has an index on it: whoever changes the expression here changes it there.
    """

    inherit_cache = True
    type = String()

    def __init__(self, changed: ColumnElement[Any], one: ColumnElement[Any]) -> None:
        """Take the columns of the moment and of the id."""
        super().__init__(changed, one)


@compiles(Changed)
def _of_postgresql(element: Changed, compiler: Any, **how: Any) -> str:
    changed, one = (compiler.process(column, **how) for column in element.clauses)
    return f"""((waylight_moment({changed}) || ' ' || {one}) COLLATE "C")"""


@compiles(Changed, "sqlite")
def _of_sqlite(element: Changed, compiler: Any, **how: Any) -> str:
    changed, one = (compiler.process(column, **how) for column in element.clauses)
    moment_in_utc = f"strftime('%Y-%m-%dT%H:%M:%fZ', {changed})"
    return f"(CASE WHEN {changed} GLOB '[0-9][0-9][0-9][0-9]-*' THEN {moment_in_utc} || ' ' || {one} END)"
