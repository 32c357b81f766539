"""Count whether people found what they needed."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from directory.models import HelpedCount


class Helped(StrEnum):
    """What somebody answered who was asked whether this helped."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


def count(connection: Connection, answer: Helped, now: datetime | None = None) -> None:
    """Add one to the answers of the month of `now` (with its zone, by default this moment)."""
    month = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m")
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    begun = make(HelpedCount).values(month=month, answer=answer.value, count=0).on_conflict_do_nothing()
    connection.execute(begun)
    this = (col(HelpedCount.month) == month) & (col(HelpedCount.answer) == answer.value)
    connection.execute(update(HelpedCount).where(this).values(count=HelpedCount.count + 1))


def counted(connection: Connection) -> dict[str, dict[Helped, int]]:
    """Return the counts of each month that has any (YYYY-MM), newest first."""
    rows = connection.execute(
        select(col(HelpedCount.month), col(HelpedCount.answer), col(HelpedCount.count)).order_by(
            col(HelpedCount.month).desc()
        )
    )
    months: dict[str, dict[Helped, int]] = {}
    for month, answer, number in rows:
        months.setdefault(month, {})[Helped(answer)] = number
    return months
