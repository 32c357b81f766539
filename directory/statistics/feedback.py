"""Monthly counts of the answers to "Did this help?"."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from directory.models import HelpedCount


class FeedbackAnswer(StrEnum):
    """An answer to the question whether this helped."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


def record_answer(connection: Connection, answer: FeedbackAnswer, now: datetime | None = None) -> None:
    """Add one to the answers of a month; `now` is an aware datetime, by default the present."""
    month = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m")
    make_insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    stmt = make_insert(HelpedCount).values(month=month, answer=answer.value, count=0).on_conflict_do_nothing()
    connection.execute(stmt)
    is_row = (col(HelpedCount.month) == month) & (col(HelpedCount.answer) == answer.value)
    connection.execute(update(HelpedCount).where(is_row).values(count=HelpedCount.count + 1))


def counts_by_month(connection: Connection) -> dict[str, dict[FeedbackAnswer, int]]:
    """Return the counts of each month (YYYY-MM) that has any, newest first."""
    rows = connection.execute(
        select(col(HelpedCount.month), col(HelpedCount.answer), col(HelpedCount.count)).order_by(
            col(HelpedCount.month).desc()
        )
    )
    months: dict[str, dict[FeedbackAnswer, int]] = {}
    for month, answer, number in rows:
        months.setdefault(month, {})[FeedbackAnswer(answer)] = number
    return months
