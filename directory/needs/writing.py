"""Add to the numbers of the period that goes on, and see to it that those that have ended are closed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from directory.connection import locked, soon
from directory.models import ClosedPeriod
from directory.needs.closing import close, ended
from directory.needs.periods import after, period_of
from directory.needs.tables import Numbers, Table


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
