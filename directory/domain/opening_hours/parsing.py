"""Parse the fields of a schedule; anything ambiguous makes the whole schedule unknown."""

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
from directory.domain.opening_hours.schedule import DAY, AmbiguousScheduleError, Clause, ParsedSchedule, RawSchedule

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WESTMOST, EASTMOST = timedelta(hours=-12), timedelta(hours=14)
_LAST_MINUTE: Final = 59
# Every number that RFC 5545 allows in a list, with sign and comma, is shorter than this.
_LONGEST_LIST: Final = 4000
_NTH_WEEKDAYS: Final[dict[int, int]] = {rrule.YEARLY: 53, rrule.MONTHLY: 5}
_BYDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_CLOCK: Final = re.compile(r"(\d\d?):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)


def parse_weekdays(text: str | None, freq: int) -> list[rrule.weekday]:
    """Parse a list such as "MO,2TU"; a number before a day counts it within the month or the year."""
    parts = [_BYDAY.fullmatch(part) for part in _parts(text)]
    days = [rrule.weekday(WEEKDAYS.index(part[2]), int(part[1]) if part[1] else None) for part in parts if part]
    if len(days) < len(parts) or any(abs(day.n or 0) > _NTH_WEEKDAYS.get(freq, 0) for day in days):
        raise AmbiguousScheduleError
    return days


def parse_numbers(text: str | None, limit: int) -> tuple[int, ...]:
    """Parse a list of numbers from 1 to `limit`, or from -1 to -`limit`, counted from the end."""
    numbers = tuple(sorted({int(part) for part in _parts(text)}))
    if not all(0 < abs(number) <= limit for number in numbers):
        raise AmbiguousScheduleError
    return numbers


def _parts(text: str | None) -> list[str]:
    if text and len(text) > _LONGEST_LIST:
        raise AmbiguousScheduleError
    return [part.strip().upper() for part in text.split(",")] if text else []


def parse_date(text: str | None) -> date | None:
    """Parse an ISO 8601 date; of a date with a time return the date as written."""
    return datetime.fromisoformat(text).date() if text else None


def parse_until(text: str | None) -> datetime | None:
    """Parse the last start of an occurrence; a date without a time means the end of that day."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if len(text) > len("2020-11-07") else datetime.combine(moment, time.max)


def parse_times(schedule: RawSchedule) -> tuple[timedelta, timedelta, tzinfo | None]:
    """Parse both times; 24:00 and, as in HSDS, 23:59 end the day; a closing before the opening is on the next day."""
    (opens, offset), (closes, same) = (_parse_clock(text or "") for text in (schedule.opens_at, schedule.closes_at))
    if closes >= DAY - timedelta(minutes=1):
        closes = DAY
    # From 00:00 to 00:00 may be the whole day or an empty form.
    if opens >= DAY or opens == closes or offset != same:
        raise AmbiguousScheduleError
    return opens, closes if closes > opens else closes + DAY, offset


@lru_cache(maxsize=256)
def _parse_clock(text: str) -> tuple[timedelta, tzinfo | None]:
    match = _CLOCK.fullmatch(text)
    if not match:
        raise AmbiguousScheduleError
    hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
    clock = timedelta(hours=hour, minutes=minute, seconds=second)
    if clock > DAY or max(minute, second) > _LAST_MINUTE:
        raise AmbiguousScheduleError
    return clock, datetime.fromisoformat(f"2000-01-01T00:00{match[4]}").tzinfo if match[4] else None


def parse_zone(schedule: RawSchedule, offset: tzinfo | None) -> tzinfo | None:
    """Return the time zone of a schedule, else the offset of its times, else that of its `timezone`."""
    if schedule.zone:
        zone = ZoneInfo(schedule.zone)
        used = {datetime(2025, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)}
        # "14:00Z" in the time zone of Bangkok: one of the two is wrong.
        if offset and offset.utcoffset(None) not in used:
            raise AmbiguousScheduleError
        return zone
    if offset or schedule.timezone is None:
        return offset
    hours = timedelta(hours=schedule.timezone)
    if not WESTMOST <= hours <= EASTMOST:
        raise AmbiguousScheduleError
    return timezone(hours)


# Parsed schedules in the cache: more than one search needs.
_CACHE_SIZE: Final = 8192
# Occurrences of a `count` are counted for this many days; a count above a million is ignored.
_MAX_COUNTED_DAYS, _MAX_COUNT = 3653, 10**6
_FREQUENCIES: Final[dict[str, Any]] = {
    name: rrule.FREQNAMES.index(name) for name in ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
}
_EVERY_DAY: Final = (("byweekday", tuple(range(7))),)


@lru_cache(maxsize=_CACHE_SIZE)
def parse_schedule(schedule: RawSchedule) -> ParsedSchedule | None:
    """Return the parsed schedule; None if anything in it is ambiguous. Equal schedules return the same object."""
    try:
        parsed = _parse(schedule)
        return parsed if schedule.count is None else _end_by_count(parsed, schedule.count)
    # KeyError and OSError: a time zone that does not exist or is a folder; OverflowError: a day after the year 9999.
    except (ValueError, KeyError, OSError, OverflowError):
        return None


def _parse(schedule: RawSchedule) -> ParsedSchedule:
    opens, closes, offset = parse_times(schedule)
    once = None if schedule.freq else _only_day(schedule)
    first = parse_date(schedule.dtstart)
    freq = _FREQUENCIES[(schedule.freq or "DAILY").upper()]
    interval = 1 if schedule.interval is None else schedule.interval
    if interval < 1 or (interval > 1 and not first):
        raise AmbiguousScheduleError
    return ParsedSchedule(
        freq=freq,
        interval=interval,
        week_starts=WEEKDAYS.index((schedule.wkst or "MO").upper()),
        clauses=tuple(_parse_clauses(schedule, freq, first)),
        weeks=parse_numbers(schedule.byweekno, 53),
        first=first,
        last=date.max,
        until=parse_until(schedule.until),
        valid_from=once or parse_date(schedule.valid_from) or date.min,
        valid_to=once or parse_date(schedule.valid_to) or date.max,
        opens=opens,
        closes=closes,
        zone=parse_zone(schedule, offset),
    )


def _only_day(schedule: RawSchedule) -> date:
    """Return the one day of a schedule without `freq`: RFC 5545's single event, or HSDS's exceptional hours of one day.

    A longer validity without a rule says how long the data are valid, not on which days the service is open.
    """
    rest = (schedule.byday, schedule.byweekno, schedule.bymonthday, schedule.byyearday, schedule.until, schedule.count)
    day, since, till = (parse_date(text) for text in (schedule.dtstart, schedule.valid_from, schedule.valid_to))
    only = day or (since if since == till else None)
    if any(rest) or not only or not (since or only) <= only <= (till or only):
        raise AmbiguousScheduleError
    return only


def _end_by_count(parsed: ParsedSchedule, count: int) -> ParsedSchedule:
    """Return the schedule ended by its count, or valid only as long as the count certainly has not ended it."""
    if parsed.first is None or count < 1:
        raise AmbiguousScheduleError
    # A schedule occurs at most once a day: its count cannot have ended it before this many days have passed.
    known = parsed.first + DAY * max(min(count, _MAX_COUNT), _MAX_COUNTED_DAYS)
    if count <= _MAX_COUNTED_DAYS:
        days = (parsed.first + ahead * DAY for ahead in range(_MAX_COUNTED_DAYS))
        occurring = (day for day in days if occurs(parsed, day))
        parsed = replace(parsed, last=next(islice(occurring, count - 1, None), date.max))
    return parsed if parsed.last < date.max else replace(parsed, valid_to=min(parsed.valid_to, known))


def _parse_clauses(schedule: RawSchedule, freq: int, first: date | None) -> Iterator[Clause]:
    lists = {"bymonthday": parse_numbers(schedule.bymonthday, 31), "byyearday": parse_numbers(schedule.byyearday, 366)}
    rest = tuple((name, numbers) for name, numbers in lists.items() if numbers)
    weekdays = parse_weekdays(schedule.byday, freq)
    for group in ([day.weekday for day in weekdays if not day.n], [day for day in weekdays if day.n]):
        if group:
            yield (("byweekday", tuple(group)), *rest)
    if not weekdays:
        yield rest or _clause_of_first_day(schedule, freq, first)


def _clause_of_first_day(schedule: RawSchedule, freq: int, first: date | None) -> Clause:
    """Return the clause that RFC 5545 derives from the first day if there are no lists."""
    if freq == rrule.DAILY:
        return _EVERY_DAY
    if first is None or schedule.byweekno:
        raise AmbiguousScheduleError
    if freq == rrule.WEEKLY:
        return (("byweekday", (first.weekday(),)),)
    monthday = ("bymonthday", (first.day,))
    return (monthday,) if freq == rrule.MONTHLY else (("bymonth", (first.month,)), monthday)
