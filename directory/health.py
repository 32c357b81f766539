"""In what state a directory is: what somebody has checked, where no number is known, what its database writes down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, String, case, column, exists, func, select, table
from sqlmodel import col

from directory.db.engine import answer_soon, connect
from directory.models import Assurance, Coverage, EmergencyNumber, Service

_SILENT: Final = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_min_error_statement": "panic",
    "auto_explain.log_min_duration": "-1",
}
"""PostgreSQL's settings that write statements, and hence searches, into its log -> the value with which they don't."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How many active services somebody has checked, has checked too long ago, and has never checked."""

    verified: int
    stale: int
    unverified: int


@dataclass(frozen=True, slots=True)
class Condition:
    """`without_numbers` are countries (ISO 3166-1 alpha-2) with services and no emergency number.

    `writing` are PostgreSQL's settings by which it writes statements down.
    """

    checked: Checked
    without_numbers: tuple[str, ...]
    writing: tuple[str, ...]


def checked(database: Engine, stale_after: timedelta) -> Checked:
    """Return how much somebody has checked; a check older than `stale_after` counts no more."""
    with database.connect() as connection:
        return _checked(connection, stale_after)


def condition_of(url: str, stale_after: timedelta) -> Condition:
    """Return in what state a database of this version is; change nothing, and wait no longer than people do.

    Raises:
        directory.db.engine.UnknownDatabaseError: the address is of another kind of database.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached or read.
    """
    engine = connect(url)
    answer_soon(engine)
    try:
        with engine.connect() as connection:
            without = tuple(_without_numbers(connection))
            return Condition(_checked(connection, stale_after), without, tuple(_writing(connection)))
    finally:
        engine.dispose()


def _checked(connection: Connection, stale_after: timedelta) -> Checked:
    at = col(Assurance.verified_at)
    is_fresh = at >= datetime.now(UTC) - stale_after
    counted = select(func.count(), func.count(at), func.count(case((is_fresh, 1))))
    active = counted.select_from(Service).outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
    total, ever, fresh = connection.execute(active.where(col(Service.status) == "active")).one()
    return Checked(fresh, ever - fresh, total - ever)


def _without_numbers(connection: Connection) -> Iterator[str]:
    country = col(Coverage.country)
    known = exists().where(col(EmergencyNumber.country) == country)
    for code in connection.scalars(select(country).where(~known).distinct().order_by(country)):
        if code:
            yield code


def _writing(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "postgresql":
        name, setting = column("name", String), column("setting", String)
        asked = select(name, setting).select_from(table("pg_settings")).where(name.in_(_SILENT))
        yield from sorted(one for one, value in connection.execute(asked) if value != _SILENT[one])
