"""Understand a schedule as a rule, or not at all."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from dateutil import rrule

from directory.domain.opening_hours.recurrence import occurs
from directory.domain.opening_hours.schedule import DAY, Clause, Opening, Rule, UnreadableError

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WESTMOST, EASTMOST = timedelta(hours=-12), timedelta(hours=14)
_LAST_MINUTE: Final = 59
# Every number that RFC 5545 allows in a list, with sign and comma, is shorter than this.
_LONGEST_LIST: Final = 4000
_NTH_WEEKDAYS: Final[dict[int, int]] = {rrule.YEARLY: 53, rrule.MONTHLY: 5}
_BYDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_CLOCK: Final = re.compile(r"(\d\d?):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)


def weekdays_in(text: str | None, freq: int) -> list[rrule.weekday]:
    """Read a list such as "MO,2TU"; a number before a day counts it within the month or the year."""
    found = [_BYDAY.fullmatch(part) for part in _parts(text)]
    days = [rrule.weekday(WEEKDAYS.index(each[2]), int(each[1]) if each[1] else None) for each in found if each]
    if len(days) < len(found) or any(abs(day.n or 0) > _NTH_WEEKDAYS.get(freq, 0) for day in days):
        raise UnreadableError
    return days


def numbers_in(text: str | None, limit: int) -> tuple[int, ...]:
    """Read a list of numbers from 1 to `limit`, or from the end -1 to -`limit`."""
    numbers = tuple(sorted({int(part) for part in _parts(text)}))
    if not all(0 < abs(number) <= limit for number in numbers):
        raise UnreadableError
    return numbers


def _parts(text: str | None) -> list[str]:
    if text and len(text) > _LONGEST_LIST:
        raise UnreadableError
    return [part.strip().upper() for part in text.split(",")] if text else []


def day_in(text: str | None) -> date | None:
    """Read an ISO 8601 date; of a date with a time, the date as it is written."""
    return datetime.fromisoformat(text).date() if text else None


def until_in(text: str | None) -> datetime | None:
    """Read the last start of an occurrence: a date alone counts to its end."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if len(text) > len("2020-11-07") else datetime.combine(moment, time.max)


def hours_in(opening: Opening) -> tuple[timedelta, timedelta, tzinfo | None]:
    """Read both times; 24:00 and, as HSDS has it, 23:59 are the end of the day, an earlier time is in the next day."""
    (opens, offset), (closes, same) = (_clock(text or "") for text in (opening.opens_at, opening.closes_at))
    if closes >= DAY - timedelta(minutes=1):
        closes = DAY
    # From 00:00 to 00:00 may be the whole day or nobody's having typed anything.
    if opens >= DAY or opens == closes or offset != same:
        raise UnreadableError
    return opens, closes if closes > opens else closes + DAY, offset


@lru_cache(maxsize=256)
def _clock(text: str) -> tuple[timedelta, tzinfo | None]:
    found = _CLOCK.fullmatch(text)
    if not found:
        raise UnreadableError
    hour, minute, second = (int(part or 0) for part in found.group(1, 2, 3))
    clock = timedelta(hours=hour, minutes=minute, seconds=second)
    if clock > DAY or max(minute, second) > _LAST_MINUTE:
        raise UnreadableError
    return clock, datetime.fromisoformat(f"2000-01-01T00:00{found[4]}").tzinfo if found[4] else None


def zone_in(opening: Opening, offset: tzinfo | None) -> tzinfo | None:
    """Return the zone that a schedule names, else the offset of its times, else that of its `timezone`."""
    if opening.zone:
        zone = ZoneInfo(opening.zone)
        used = {datetime(2025, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)}
        # "14:00Z" in the zone of Bangkok: one of the two is a mistake.
        if offset and offset.utcoffset(None) not in used:
            raise UnreadableError
        return zone
    if offset or opening.timezone is None:
        return offset
    hours = timedelta(hours=opening.timezone)
    if not WESTMOST <= hours <= EASTMOST:
        raise UnreadableError
    return timezone(hours)


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
