"""Dates in the past (ISO 8601)."""

import re
from datetime import UTC, date, datetime, timedelta

from directory.domain.digits import to_ascii_digits
from directory.parsing.result import InvalidValueError, ParseResult, reject

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_BUDDHIST, _EARLIEST = 543, 1900
_HINT = "Write it as year, month, day with the year first: 2026-01-31."


def parse_past_date(text: str, _country: str = "") -> ParseResult:
    """Return a past day, or its year and month if no more is known.

    Raises:
        InvalidValueError: it is no date, is ambiguous, or is in the future.
    """
    match = _SHAPE.fullmatch(to_ascii_digits(text).removesuffix(" 00:00:00"))
    if not match:
        reject("This is not a date that can be read in only one way.", _HINT)
    today = datetime.now(tz=UTC).date()
    if _EARLIEST <= (year := int(match[1]) - _BUDDHIST) <= today.year:
        hint = f"Write the year of the Christian era: {year}."
        reject("This is a year of the Buddhist calendar.", hint)
    try:
        day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError as exc:
        raise InvalidValueError(reason="This day does not exist.", hint=_HINT) from exc
    # It may already be tomorrow in another time zone.
    if day > today + timedelta(days=1):
        reject("This day is still to come.", "Write the day on which it was done.")
    return ParseResult(match[0])


def parse_past_day(text: str, _country: str = "") -> ParseResult:
    """Return a past day with year, month and day.

    Raises:
        InvalidValueError: as in `parse_past_date`, or the month or day is missing.
    """
    result = parse_past_date(text)
    if result.text.count("-") < len(("month", "day")):
        reject("The month or the day is missing.", _HINT)
    return result
