"""How old a fact is, where all that is known may be its year."""

import re
from datetime import UTC, date, datetime
from typing import Final

UNDATED: Final = "undated"
_SHOWN_AFTER: Final = 3
_UNSURE_AFTER: Final = 5
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def present_day() -> date:
    """Return the present day in UTC."""
    return datetime.now(UTC).date()


def first_day(text: str) -> date | None:
    """Return the earliest day that YYYY, YYYY-MM or YYYY-MM-DD can mean; None for "undated".

    Raises:
        ValueError: it is none of these, or no day of the calendar.
    """
    if text == UNDATED:
        return None
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(text)
    return date(*(int(part or 1) for part in match.groups()))


def year_to_show(text: str, now: date) -> int | None:
    """Return the year of a fact of three years ago or before, as readers should know it; else None."""
    day = first_day(text)
    return day.year if day and _is_past(day, _SHOWN_AFTER, now) else None


def is_unsure(confidence: str, text: str, now: date) -> bool:
    """Tell whether a fact of medium confidence is undated, or of five years ago or before."""
    day = first_day(text)
    return confidence == "medium" and (day is None or _is_past(day, _UNSURE_AFTER, now))


def _is_past(day: date, years: int, now: date) -> bool:
    return (day.year + years, day.month, day.day) <= (now.year, now.month, now.day)
