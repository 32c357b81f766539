"""A schedule as it stands in the tables, and as it is understood."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final

DAY: Final = timedelta(days=1)

Clause = tuple[tuple[str, tuple[Any, ...]], ...]
"""Keywords for one dateutil rule; a rule that mixes "MO" and "1TU" needs two, dateutil would ask for both at once."""


class UnreadableError(ValueError):
    """A schedule says something that cannot be read with certainty."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The fields of an HSDS 3.0 `schedule` that say when, as they stand there, and the IANA `zone` of schedule_zone."""

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
class Rule:
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
