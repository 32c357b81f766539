"""A schedule as it is stored, and as it is parsed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final

DAY: Final = timedelta(days=1)

Clause = tuple[tuple[str, tuple[Any, ...]], ...]
"""Keywords of one dateutil rule; "MO" with "1TU" needs two rules, since dateutil would require both at once."""


class AmbiguousScheduleError(ValueError):
    """A schedule is invalid or ambiguous."""


@dataclass(frozen=True, slots=True)
class RawSchedule:
    """The time fields of an HSDS 3.0 `schedule` as stored, and the IANA `zone` of schedule_zone."""

    valid_from: str | None = None
    valid_to: str | None = None
    dtstart: str | None = None
    timezone: float | None = None
    until: str | None = None
    count: int | None = None
    wkst: str | None = None
    freq: str | None = None
    interval: int | None = None
    byday: str | None = None
    byweekno: str | None = None
    bymonthday: str | None = None
    byyearday: str | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ParsedSchedule:
    """An understood schedule. There is one for each `Opening`, so identity compares them (and is quick).

    `opens` and `closes` count from the midnight with which the day begins; `closes` may lie in the next day.
    """

    freq: int
    interval: int
    week_starts: int
    clauses: tuple[Clause, ...]
    weeks: tuple[int, ...]
    first: date | None
    last: date
    until: datetime | None
    valid_from: date
    valid_to: date
    opens: timedelta
    closes: timedelta
    zone: tzinfo | None
