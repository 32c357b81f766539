"""Monthly counts of the answers to "Did this help?"."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from directory.models import HelpedCount


class FeedbackAnswer(StrEnum):
    """An answer to the question whether this helped."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


MonthlyAnswer = tuple[str, FeedbackAnswer]
"""The month (YYYY-MM, in UTC) of an answer, and the answer."""


def month_of(moment: datetime) -> str:
    """Return the month of an aware datetime."""
    return moment.astimezone(UTC).strftime("%Y-%m")


def add_answers(connection: Connection, counts: Mapping[MonthlyAnswer, int]) -> None:
    """Add counts of answers to the stored ones; the caller holds the write lock."""
    make_insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [{"month": month, "answer": answer.value, "count": count} for (month, answer), count in counts.items()]
    if rows:
        stmt = make_insert(HelpedCount)
        total = {"count": col(HelpedCount.count) + stmt.excluded["count"]}
        connection.execute(stmt.on_conflict_do_update(index_elements=("month", "answer"), set_=total), rows)


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
