"""Read single fields of a schedule. They come from strangers' files: what is not plain raises UnreadableError."""

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from dateutil import rrule

from directory.search.hours.opening import DAY, Opening, UnreadableError

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
