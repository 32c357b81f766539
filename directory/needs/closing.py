"""Close a period: publish what may be shown of it, and delete the rest.

The danger is a number that is shown in two ways, or after it should be gone: so both happen in one transaction, and
once for each period.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import col

from directory.models import ClosedPeriod
from directory.needs.periods import period_of
from directory.needs.protecting import protected
from directory.needs.sending import capped, homes_of
from directory.needs.tables import ASKINGS, PLACES, REFERRALS, TABLES, rows_of


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
