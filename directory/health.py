"""The state of a directory: verified entries, missing emergency numbers, and a database that logs statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, String, case, column, exists, func, select, table
from sqlmodel import col

from directory.db.engine import open_engine, set_statement_timeout
from directory.models import Assurance, Coverage, EmergencyNumber, Service

_LOGGING_OFF: Final = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_min_error_statement": "panic",
    "auto_explain.log_min_duration": "-1",
}
"""PostgreSQL settings that write statements, and so people's searches, to its log; and the value that prevents it."""


@dataclass(frozen=True, slots=True)
class VerificationCounts:
    """How many active services are verified, were verified too long ago, and were never verified."""

    verified: int
    stale: int
    unverified: int


@dataclass(frozen=True, slots=True)
class DirectoryHealth:
    """The result of a health check.

    `countries_without_emergency_number` are ISO 3166-1 alpha-2 codes of countries that have services.
    `statement_logging` names the PostgreSQL settings by which it logs statements.
    """

    verifications: VerificationCounts
    countries_without_emergency_number: tuple[str, ...]
    statement_logging: tuple[str, ...]


def count_verifications(database: Engine, stale_after: timedelta) -> VerificationCounts:
    """Return how many services are verified; a verification older than `stale_after` no longer counts."""
    with database.connect() as connection:
        return _count_verifications(connection, stale_after)


def check_health(url: str, stale_after: timedelta) -> DirectoryHealth:
    """Check a database of this version. Change nothing, and time out as the service does.

    Raises:
        directory.db.engine.InvalidDatabaseUrlError: the URL is malformed, or of another kind of database.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached or read.
    """
    engine = open_engine(url)
    set_statement_timeout(engine)
    try:
        with engine.connect() as connection:
            return DirectoryHealth(
                _count_verifications(connection, stale_after),
                tuple(_countries_without_emergency_number(connection)),
                tuple(_statement_logging(connection)),
            )
    finally:
        engine.dispose()


def _count_verifications(connection: Connection, stale_after: timedelta) -> VerificationCounts:
    at = col(Assurance.verified_at)
    is_fresh = at >= datetime.now(UTC) - stale_after
    counts = select(func.count(), func.count(at), func.count(case((is_fresh, 1))))
    services = counts.select_from(Service).outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
    total, ever, fresh = connection.execute(services.where(col(Service.status) == "active")).one()
    return VerificationCounts(fresh, ever - fresh, total - ever)


def _countries_without_emergency_number(connection: Connection) -> Iterator[str]:
    country = col(Coverage.country)
    has_number = exists().where(col(EmergencyNumber.country) == country)
    for code in connection.scalars(select(country).where(~has_number).distinct().order_by(country)):
        if code:
            yield code


def _statement_logging(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "postgresql":
        name, setting = column("name", String), column("setting", String)
        stmt = select(name, setting).select_from(table("pg_settings")).where(name.in_(_LOGGING_OFF))
        yield from sorted(key for key, value in connection.execute(stmt) if value != _LOGGING_OFF[key])
