"""Add counts to the current period, and close periods that have ended."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from directory.db.engine import short_lock_timeout, write_transaction
from directory.models import ClosedPeriod
from directory.statistics.k_anonymity import anonymize
from directory.statistics.periods import next_period, period_of
from directory.statistics.referrals import cap_referrals, service_scopes
from directory.statistics.tables import PLACES, REFERRALS, REQUEST_TABLES, TABLES, Counts, StatisticsTable, read_counts


def add_counts(connection: Connection, counts: Mapping[StatisticsTable, Counts], now: datetime) -> None:
    """Add counts to the stored ones; the caller holds the write lock.

    They belong to the period in which they are written, but never to one that was published. A process whose clock is
    behind must not publish a period again, since the difference would be a few people.
    """
    period = _open_period(connection, now)
    make_insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for table, cells in counts.items():
        model = table.current
        key = ("period", *table.columns)
        rows = [dict(zip((*key, "count"), (period, *cell, count), strict=True)) for cell, count in cells.items()]
        if rows:
            stmt = make_insert(model)
            total = {"count": col(model.count) + stmt.excluded["count"]}
            connection.execute(stmt.on_conflict_do_update(index_elements=key, set_=total), rows)


def close_ended_periods(engine: Engine, now: datetime) -> None:
    """Publish the periods that have ended; the first process that writes or reads after the end of one does it.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read or written, or is locked.
    """
    with engine.connect() as connection:
        with connection.begin():
            if not periods_to_close(connection, now):
                return
        with short_lock_timeout(connection), write_transaction(connection):
            for period in periods_to_close(connection, now):
                close_period(connection, period)


def periods_to_close(connection: Connection, now: datetime) -> list[str]:
    """Return the past periods that are not closed yet, in order."""
    periods: set[str] = set()
    for table in TABLES:
        period = col(table.current.period)
        periods.update(connection.execute(select(period).where(period < period_of(now)).distinct()).scalars())
    return sorted(periods)


def close_period(connection: Connection, period: str) -> None:
    """Publish the anonymized counts of a period and delete the true ones; the caller holds the write lock."""
    counts = {table: read_counts(connection, table.current, table.columns, period) for table in TABLES}
    published = anonymize({table: counts[table] for table in REQUEST_TABLES})
    services = [cell[0] for cell in counts[REFERRALS]]
    published[REFERRALS] = cap_referrals(counts[REFERRALS], service_scopes(connection, services), published[PLACES])
    for table, cells in published.items():
        names = ("period", *table.columns, "count")
        rows = [dict(zip(names, (period, *cell, count), strict=True)) for cell, count in sorted(cells.items())]
        if rows:
            connection.execute(insert(table.published), rows)
        connection.execute(delete(table.current).where(col(table.current.period) == period))
    connection.execute(insert(ClosedPeriod).values(period=period))


def _open_period(connection: Connection, now: datetime) -> str:
    closed = connection.execute(select(func.max(col(ClosedPeriod.period)))).scalar()
    return max(period_of(now), next_period(closed)) if closed else period_of(now)
