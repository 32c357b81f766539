"""Whether a service is open: HSDS 3.0 schedules, evaluated at a moment in the service's own time zone.

A wrong answer sends a person to a closed door, so an ambiguous schedule is None ("not known"), never a guess.
Schedules come from untrusted files: every loop here is bounded, and no content of a schedule raises an exception.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum, auto
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.core import get_global

from directory.domain.opening_hours.parsing import EASTMOST, WESTMOST, parse_schedule
from directory.domain.opening_hours.recurrence import FRAME_CACHE_SIZE, occurs
from directory.domain.opening_hours.schedule import DAY, ParsedSchedule, RawSchedule

# Periods in the cache: more than one search needs, and some tens of MB at most.
_CACHE_SIZE: Final = 8192
_SEARCH_AHEAD: Final = timedelta(days=14)


class OpeningStatus(Enum):
    """What one schedule says about a moment."""

    OPEN = auto()
    CLOSED = auto()
    UNKNOWN = auto()
    # Outside valid_from and valid_to another schedule may apply.
    NOT_VALID = auto()


def is_open_at(schedules: Sequence[RawSchedule], moment: datetime, country: str | None) -> bool | None:
    """Return whether a service with these schedules is open at an aware moment: True, False, or None if not known.

    The time zone of a schedule is `zone`, else the offset of its times, else its `timezone`, else that of `country`
    (ISO 3166-1); if that has several, all must agree. Unlike HSDS we do not assume UTC, which hardly any publisher
    means. Without a time zone only a service that never closes is known to be open. `moment` is in the years 2 to 9990.
    """
    zones = _country_zones(country, moment.date())
    answers = {_combined_status(schedules, moment, zone) for zone in zones}
    return answers.pop() if len(answers) == 1 else None


def next_opening(schedules: Sequence[RawSchedule], moment: datetime, country: str | None) -> datetime | None:
    """Return the first moment, from an aware one to 14 days later, at which `open_at` is True; None if there is none.

    It is `moment` itself where the service is open; otherwise it is given in the zone of the service.
    """
    if is_open_at(schedules, moment, country):
        return moment
    starts = sorted(_next_starts(schedules, moment, country), key=lambda pair: pair[0])
    return next((start.astimezone(zone) for start, zone in starts if is_open_at(schedules, start, country)), None)


def _next_starts(
    schedules: Sequence[RawSchedule], moment: datetime, country: str | None
) -> Iterator[tuple[datetime, tzinfo]]:
    for parsed in filter(None, map(parse_schedule, schedules)):
        for zone in filter(None, (parsed.zone,) if parsed.zone else _country_zones(country, moment.date())):
            today = moment.astimezone(zone).date()
            for ahead in range(_SEARCH_AHEAD.days + 1):
                period = _period(parsed, today + ahead * DAY, zone)
                if period and moment < period[0] <= moment + _SEARCH_AHEAD:
                    yield period[0], zone


def _combined_status(schedules: Sequence[RawSchedule], moment: datetime, country_zone: tzinfo | None) -> bool | None:
    statuses = {_status_of(schedule, moment, country_zone) for schedule in schedules} - {OpeningStatus.NOT_VALID}
    if OpeningStatus.OPEN in statuses:
        return True
    return False if statuses == {OpeningStatus.CLOSED} else None


def _status_of(schedule: RawSchedule, moment: datetime, country_zone: tzinfo | None) -> OpeningStatus:
    parsed = parse_schedule(schedule)
    if parsed is None:
        return OpeningStatus.UNKNOWN
    zone = parsed.zone or country_zone
    if zone is None:
        return OpeningStatus.OPEN if _open_everywhere(parsed, moment) else OpeningStatus.UNKNOWN
    today = moment.astimezone(zone).date()
    for day in (today, today - DAY):
        period = _period(parsed, day, zone)
        if period and period[0] <= moment < period[1]:
            return OpeningStatus.OPEN
    return OpeningStatus.CLOSED if parsed.valid_from <= today <= parsed.valid_to else OpeningStatus.NOT_VALID


def _open_everywhere(parsed: ParsedSchedule, moment: datetime) -> bool:
    """Return whether a schedule is open in every time zone: one that never closes."""
    first, last = ((moment.astimezone(UTC) + offset).date() for offset in (WESTMOST, EASTMOST))
    days = [first + ahead * DAY for ahead in range((last - first).days + 1)]
    return parsed.opens == timedelta() and parsed.closes == DAY and all(_period(parsed, day, UTC) for day in days)


@lru_cache(maxsize=_CACHE_SIZE)
def _period(parsed: ParsedSchedule, day: date, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """Return when the period that begins on a local date opens and closes, in UTC; None if none begins.

    A time that a clock change skips or repeats is interpreted as in RFC 5545, 3.3.5, which is Python's fold=0.
    """
    if not (parsed.valid_from <= day <= parsed.valid_to and occurs(parsed, day)):
        return None
    midnight = datetime.combine(day, time())
    opens, closes = ((midnight + clock).replace(tzinfo=zone) for clock in (parsed.opens, parsed.closes))
    if parsed.until and (opens if parsed.until.tzinfo else opens.replace(tzinfo=None)) > parsed.until:
        return None
    return opens.astimezone(UTC), closes.astimezone(UTC)


@lru_cache(maxsize=FRAME_CACHE_SIZE)
def _country_zones(country: str | None, day: date) -> tuple[tzinfo | None, ...]:
    """Return one time zone for each distinct set of offsets in a country around a day, or (None,)."""
    names = get_global("territory_zones").get(country or "", ())
    # The CLDR codes "ZZ" and "001" are no country.
    if any(name.startswith("Etc/") for name in names):
        return (None,)
    by_offsets = {}
    for zone in map(ZoneInfo, names):
        around = (datetime.combine(day, time(), zone) + ahead * DAY for ahead in (-2, -1, 0, 1, 2))
        by_offsets[tuple(moment.utcoffset() for moment in around)] = zone
    return tuple(by_offsets.values()) or (None,)
