"""Periods of four ISO weeks, in UTC; each is named by the Monday on which it begins."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

WEEKS: Final = 4
"""In a shorter period most counts would be below ten and never be published."""

_FIRST: Final = date(1970, 1, 5)
_LENGTH: Final = timedelta(weeks=WEEKS)


def period_of(moment: datetime) -> str:
    """Return the period of an aware datetime."""
    day = moment.astimezone(UTC).date()
    return (_FIRST + (day - _FIRST) // _LENGTH * _LENGTH).isoformat()


def next_period(period: str) -> str:
    """Return the next period."""
    return (date.fromisoformat(period) + _LENGTH).isoformat()


def last_day(period: str) -> str:
    """Return the Sunday on which a period ends."""
    return (date.fromisoformat(period) + _LENGTH - timedelta(days=1)).isoformat()
