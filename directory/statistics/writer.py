"""Add to the numbers of the period that goes on, and see to it that those that have ended are closed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from directory.db.engine import locked, soon
from directory.models import ClosedPeriod
from directory.statistics.k_anonymity import protected
from directory.statistics.periods import after, period_of
from directory.statistics.referrals import capped, homes_of
from directory.statistics.tables import ASKINGS, PLACES, REFERRALS, TABLES, Numbers, Table, rows_of


def ended(connection: Connection, now: datetime) -> list[str]:
    """Return the periods before the present one that are still to be closed, in order."""
    found: set[str] = set()
    for table in TABLES:
        period = col(table.asked.period)
        found.update(connection.execute(select(period).where(period < period_of(now)).distinct()).scalars())
    return sorted(found)


def close(connection: Connection, period: str) -> None:
    """Publish a period and delete what it was counted in; hold the write lock meanwhile."""
    asked = {table: rows_of(connection, table.asked, table.columns, period) for table in TABLES}
    shown = protected({table: asked[table] for table in ASKINGS})
    services = [cell[0] for cell in asked[REFERRALS]]
    shown[REFERRALS] = capped(asked[REFERRALS], homes_of(connection, services), shown[PLACES])
    for table, cells in shown.items():
        names = ("period", *table.columns, "count")
        rows = [dict(zip(names, (period, *cell, count), strict=True)) for cell, count in sorted(cells.items())]
        if rows:
            connection.execute(insert(table.published), rows)
        connection.execute(delete(table.asked).where(col(table.asked.period) == period))
    connection.execute(insert(ClosedPeriod).values(period=period))


def add(connection: Connection, numbers: Mapping[Table, Numbers], now: datetime) -> None:
    """Add numbers to those that are there already; hold the write lock meanwhile.

    They count for the period in which they are written, and never for one that was published: a process whose clock is
    behind must not publish it once more, since the difference would be a few people.
    """
    period = _open_period(connection, now)
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for table, cells in numbers.items():
        model = table.asked
        key = ("period", *table.columns)
        rows = [dict(zip((*key, "count"), (period, *cell, count), strict=True)) for cell, count in cells.items()]
        if rows:
            new = make(model)
            more = {"count": col(model.count) + new.excluded["count"]}
            connection.execute(new.on_conflict_do_update(index_elements=key, set_=more), rows)


def close_ended(engine: Engine, now: datetime) -> None:
    """Publish the periods that have ended; whoever writes or reads first after the end of one does it.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read or written, or somebody else holds its lock.
    """
    with engine.connect() as connection:
        with connection.begin():
            if not ended(connection, now):
                return
        with soon(connection), locked(connection):
            for period in ended(connection, now):
                close(connection, period)


def _open_period(connection: Connection, now: datetime) -> str:
    closed = connection.execute(select(func.max(col(ClosedPeriod.period)))).scalar()
    return max(period_of(now), after(closed)) if closed else period_of(now)
