"""Days in the past, as ISO 8601 writes them."""

import re
from datetime import UTC, date, datetime, timedelta

from directory.parsing.result import Judged, RefusedError

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_BUDDHIST, _EARLIEST = 543, 1900
_MEND = "Write it as year, month, day with the year first: 2026-01-31."


def past(text: str, _country: str = "") -> Judged:
    """Return a day that has been, or its year and month where no more is known.

    Raises:
        RefusedError: it is no date, one that could be read in two ways, or one that is still to come.
    """
    found = _SHAPE.fullmatch(text.removesuffix(" 00:00:00"))
    if not found:
        raise RefusedError(what="This is not a date that can be read in only one way.", mend=_MEND)
    today = datetime.now(tz=UTC).date()
    if _EARLIEST <= (year := int(found[1]) - _BUDDHIST) <= today.year:
        mend = f"Write the year of the Christian era: {year}."
        raise RefusedError(what="This year is counted from the Buddha's death.", mend=mend)
    try:
        day = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError as fault:
        raise RefusedError(what="This day does not exist.", mend=_MEND) from fault
    # Somewhere it is tomorrow already.
    if day > today + timedelta(days=1):
        raise RefusedError(what="This day is still to come.", mend="Write the day on which it was done.")
    return Judged(found[0])


def whole_day(text: str, _country: str = "") -> Judged:
    """Return a day that has been, with year, month and day.

    Raises:
        RefusedError: as `past`, or the month or day is missing.
    """
    judged = past(text)
    if judged.text.count("-") < len(("month", "day")):
        raise RefusedError(what="The month or the day is missing.", mend=_MEND)
    return judged
