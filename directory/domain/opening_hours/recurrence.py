"""On which days a schedule occurs: RFC 5545 with dateutil; comments explain the differences.

dateutil computes one month or one year at a time, so a day takes the same time however old the schedule is.
"""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final

from dateutil import rrule

from directory.domain.opening_hours.schedule import DAY, Clause, ParsedSchedule

FRAME_CACHE_SIZE: Final = 1024
"""Months or years whose days are cached."""
# After one period dateutil steps past the year 9999 and stops, even for a rule that never occurs.
_ONE_PERIOD: Final = 12 * 9999


def occurs(schedule: ParsedSchedule, day: date) -> bool:
    """Return whether a schedule includes a day, apart from its validity."""
    if day > schedule.last or (schedule.first and not _matches_interval(schedule, schedule.first, day)):
        return False
    yearly = schedule.freq == rrule.YEARLY
    frame = date(day.year, 1 if yearly else day.month, 1)
    named = (day in _days_in_frame(yearly=yearly, clause=clause, frame=frame) for clause in schedule.clauses)
    return any(named) and _matches_week(schedule, day)


def _matches_interval(schedule: ParsedSchedule, first: date, day: date) -> bool:
    """Return whether `interval` includes the year, month, week or day of a day, counted from the first."""
    if schedule.interval == 1 or day < first:
        return day >= first
    if schedule.freq == rrule.YEARLY:
        steps = day.year - first.year
    elif schedule.freq == rrule.MONTHLY:
        steps = 12 * (day.year - first.year) + day.month - first.month
    elif schedule.freq == rrule.WEEKLY:
        # Day 1 of the calendar was a Monday.
        steps = (day.toordinal() - 1 - schedule.week_starts) // 7 - (first.toordinal() - 1 - schedule.week_starts) // 7
    else:
        steps = (day - first).days
    return steps % schedule.interval == 0


def _matches_week(schedule: ParsedSchedule, day: date) -> bool:
    """Return whether a day is in one of the weeks of a schedule; a week belongs to the year of its middle day.

    dateutil 2.8.2 is not used for this: it misnumbers some weeks that extend into January.
    """
    if not schedule.weeks:
        return True
    middle = day + (3 - (day.weekday() - schedule.week_starts) % 7) * DAY
    passed = (middle - date(middle.year, 1, 1)).days
    left = (date(middle.year, 12, 31) - middle).days
    return passed // 7 + 1 in schedule.weeks or -(left // 7) - 1 in schedule.weeks


@lru_cache(maxsize=FRAME_CACHE_SIZE)
def _days_in_frame(*, yearly: bool, clause: Clause, frame: date) -> frozenset[date]:
    """Return the days that a clause includes in the year or the month that begins with `frame`."""
    lists: dict[str, Any] = dict(clause)
    start = datetime.combine(frame, time())
    rule = rrule.rrule(rrule.YEARLY if yearly else rrule.MONTHLY, start, interval=_ONE_PERIOD, **lists)
    return frozenset(moment.date() for moment in rule)
