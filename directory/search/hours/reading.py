"""Understand a schedule as a rule, or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from dateutil import rrule

from directory.search.hours.fields import WEEKDAYS, day_in, hours_in, numbers_in, until_in, weekdays_in, zone_in
from directory.search.hours.opening import DAY, Clause, Opening, Rule, UnreadableError
from directory.search.hours.recurrence import occurs

# What is kept of schedules: more than one answer needs.
_KEPT: Final = 8192
# The days on which the occurrences of a `count` are counted; a count beyond a million is no count.
_COUNTED, _COUNTLESS = 3653, 10**6
_FREQUENCIES: Final[dict[str, Any]] = {
    name: rrule.FREQNAMES.index(name) for name in ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
}
_EVERY_DAY: Final = (("byweekday", tuple(range(7))),)


@lru_cache(maxsize=_KEPT)
def rule_of(opening: Opening) -> Rule | None:
    """Return what a schedule means; None where anything in it is in doubt. The same schedule gives the same rule."""
    try:
        rule = _read(opening)
        return rule if opening.count is None else _counted(rule, opening.count)
    # KeyError and OSError: a zone that is not there, or is a folder; OverflowError: a day after the year 9999.
    except (ValueError, KeyError, OSError, OverflowError):
        return None


def _read(opening: Opening) -> Rule:
    opens, closes, offset = hours_in(opening)
    once = None if opening.freq else _only_day(opening)
    first = day_in(opening.dtstart)
    freq = _FREQUENCIES[(opening.freq or "DAILY").upper()]
    interval = 1 if opening.interval is None else opening.interval
    if interval < 1 or (interval > 1 and not first):
        raise UnreadableError
    return Rule(
        freq=freq,
        interval=interval,
        week_starts=WEEKDAYS.index((opening.wkst or "MO").upper()),
        clauses=tuple(_clauses(opening, freq, first)),
        weeks=numbers_in(opening.byweekno, 53),
        first=first,
        last=date.max,
        until=until_in(opening.until),
        valid_from=once or day_in(opening.valid_from) or date.min,
        valid_to=once or day_in(opening.valid_to) or date.max,
        opens=opens,
        closes=closes,
        zone=zone_in(opening, offset),
    )


def _only_day(opening: Opening) -> date:
    """Return the one day of a schedule without `freq`: RFC 5545's single event, or HSDS's exceptional hours of one day.

    Longer validity without a rule says how long the data are good, not on which days somebody is there.
    """
    rest = (opening.byday, opening.byweekno, opening.bymonthday, opening.byyearday, opening.until, opening.count)
    day, since, till = (day_in(text) for text in (opening.dtstart, opening.valid_from, opening.valid_to))
    only = day or (since if since == till else None)
    if any(rest) or not only or not (since or only) <= only <= (till or only):
        raise UnreadableError
    return only


def _counted(rule: Rule, count: int) -> Rule:
    """Return the rule ended by its count, or silent after the days for which that is not known."""
    if rule.first is None or count < 1:
        raise UnreadableError
    # A rule occurs once a day at most: before so many days have passed, its count cannot have ended it.
    known = rule.first + DAY * max(min(count, _COUNTLESS), _COUNTED)
    if count <= _COUNTED:
        days = (rule.first + ahead * DAY for ahead in range(_COUNTED))
        occurring = (day for day in days if occurs(rule, day))
        rule = replace(rule, last=next(islice(occurring, count - 1, None), date.max))
    return rule if rule.last < date.max else replace(rule, valid_to=min(rule.valid_to, known))


def _clauses(opening: Opening, freq: int, first: date | None) -> Iterator[Clause]:
    lists = {"bymonthday": numbers_in(opening.bymonthday, 31), "byyearday": numbers_in(opening.byyearday, 366)}
    rest = tuple((name, numbers) for name, numbers in lists.items() if numbers)
    weekdays = weekdays_in(opening.byday, freq)
    for group in ([day.weekday for day in weekdays if not day.n], [day for day in weekdays if day.n]):
        if group:
            yield (("byweekday", tuple(group)), *rest)
    if not weekdays:
        yield rest or _of_first_day(opening, freq, first)


def _of_first_day(opening: Opening, freq: int, first: date | None) -> Clause:
    """Return what RFC 5545 takes from the first day where a rule has no list."""
    if freq == rrule.DAILY:
        return _EVERY_DAY
    if first is None or opening.byweekno:
        raise UnreadableError
    if freq == rrule.WEEKLY:
        return (("byweekday", (first.weekday(),)),)
    monthday = ("bymonthday", (first.day,))
    return (monthday,) if freq == rrule.MONTHLY else (("bymonth", (first.month,)), monthday)
