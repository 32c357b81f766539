"""On which days a rule occurs: RFC 5545 through dateutil; where HSDS or we differ, the reason stands beside it.

dateutil is asked for one month or one year at a time, so a day takes the same time however old its rule is.
"""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final

from dateutil import rrule

from directory.domain.opening_hours.schedule import DAY, Clause, Rule

FRAMES_KEPT: Final = 1024
"""How many months or years of a list of days are kept."""
# After one period dateutil steps past the year 9999 and stops: a rule that never occurs cannot keep it walking.
_ONE_PERIOD: Final = 12 * 9999


def occurs(rule: Rule, day: date) -> bool:
    """Tell whether the rule names a day, apart from its validity; a day takes the same time however old the rule is."""
    if day > rule.last or (rule.first and not _in_step(rule, rule.first, day)):
        return False
    yearly = rule.freq == rrule.YEARLY
    frame = date(day.year, 1 if yearly else day.month, 1)
    named = (day in _named_days(yearly=yearly, clause=clause, frame=frame) for clause in rule.clauses)
    return any(named) and _in_named_week(rule, day)


def _in_step(rule: Rule, first: date, day: date) -> bool:
    """Tell whether `interval` keeps a day's year, month, week or day, counted from the first."""
    if rule.interval == 1 or day < first:
        return day >= first
    if rule.freq == rrule.YEARLY:
        steps = day.year - first.year
    elif rule.freq == rrule.MONTHLY:
        steps = 12 * (day.year - first.year) + day.month - first.month
    elif rule.freq == rrule.WEEKLY:
        # Day 1 of the calendar was a Monday.
        steps = (day.toordinal() - 1 - rule.week_starts) // 7 - (first.toordinal() - 1 - rule.week_starts) // 7
    else:
        steps = (day - first).days
    return steps % rule.interval == 0


def _in_named_week(rule: Rule, day: date) -> bool:
    """Tell whether a day lies in one of the rule's weeks: a week belongs to the year of its middle day.

    Not left to dateutil 2.8.2, which misnumbers some weeks that cross into January.
    """
    if not rule.weeks:
        return True
    middle = day + (3 - (day.weekday() - rule.week_starts) % 7) * DAY
    passed = (middle - date(middle.year, 1, 1)).days
    left = (date(middle.year, 12, 31) - middle).days
    return passed // 7 + 1 in rule.weeks or -(left // 7) - 1 in rule.weeks


@lru_cache(maxsize=FRAMES_KEPT)
def _named_days(*, yearly: bool, clause: Clause, frame: date) -> frozenset[date]:
    """Return the days that the lists of a rule name in the year or the month that begins with `frame`."""
    lists: dict[str, Any] = dict(clause)
    start = datetime.combine(frame, time())
    rule = rrule.rrule(rrule.YEARLY if yearly else rrule.MONTHLY, start, interval=_ONE_PERIOD, **lists)
    return frozenset(found.date() for found in rule)
