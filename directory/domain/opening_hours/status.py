"""Whether a service is open: HSDS 3.0 schedules, read at one moment in the service's own time zone.

A wrong answer sends somebody to a closed door, so what a schedule leaves in doubt is None ("not known"), never a guess.
Schedules come from strangers' files: every loop here is bounded, and nothing that stands in a schedule raises.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum, auto
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.core import get_global

from directory.domain.opening_hours.parsing import EASTMOST, WESTMOST, rule_of
from directory.domain.opening_hours.recurrence import FRAMES_KEPT, occurs
from directory.domain.opening_hours.schedule import DAY, Opening, Rule

# What is kept of the days of schedules: more than one answer needs, and at its worst some tens of MB.
_KEPT: Final = 8192
_AHEAD: Final = timedelta(days=14)


class _Verdict(Enum):
    OPEN = auto()
    CLOSED = auto()
    UNKNOWN = auto()
    # Outside valid_from and valid_to a schedule says nothing; another one may.
    SILENT = auto()


def open_at(openings: Sequence[Opening], moment: datetime, country: str | None) -> bool | None:
    """Tell whether a service with these schedules is open at an aware moment: True, False, or None for not known.

    A schedule's zone is `zone`, else the offset of its times, else its `timezone`, else that of `country` (ISO 3166-1):
    of several zones all must agree. HSDS would then assume UTC, which hardly any publisher means; we do not.
    Without any zone only what never closes is known to be open. `moment` lies in the years 2 to 9990.
    """
    zones = _zones_of(country, moment.date())
    found = {_together(openings, moment, zone) for zone in zones}
    return found.pop() if len(found) == 1 else None


def next_opening(openings: Sequence[Opening], moment: datetime, country: str | None) -> datetime | None:
    """Return the first moment, from an aware one to 14 days later, at which `open_at` is True; None if there is none.

    It is `moment` itself where the service is open; otherwise it is given in the zone of the service.
    """
    if open_at(openings, moment, country):
        return moment
    starts = sorted(_starts(openings, moment, country), key=lambda found: found[0])
    return next((start.astimezone(zone) for start, zone in starts if open_at(openings, start, country)), None)


def _starts(openings: Sequence[Opening], moment: datetime, country: str | None) -> Iterator[tuple[datetime, tzinfo]]:
    for rule in filter(None, map(rule_of, openings)):
        for zone in filter(None, (rule.zone,) if rule.zone else _zones_of(country, moment.date())):
            today = moment.astimezone(zone).date()
            for ahead in range(_AHEAD.days + 1):
                period = _period(rule, today + ahead * DAY, zone)
                if period and moment < period[0] <= moment + _AHEAD:
                    yield period[0], zone


def _together(openings: Sequence[Opening], moment: datetime, country_zone: tzinfo | None) -> bool | None:
    found = {_alone(opening, moment, country_zone) for opening in openings} - {_Verdict.SILENT}
    if _Verdict.OPEN in found:
        return True
    return False if found == {_Verdict.CLOSED} else None


def _alone(opening: Opening, moment: datetime, country_zone: tzinfo | None) -> _Verdict:
    rule = rule_of(opening)
    if rule is None:
        return _Verdict.UNKNOWN
    zone = rule.zone or country_zone
    if zone is None:
        return _Verdict.OPEN if _open_everywhere(rule, moment) else _Verdict.UNKNOWN
    today = moment.astimezone(zone).date()
    for day in (today, today - DAY):
        period = _period(rule, day, zone)
        if period and period[0] <= moment < period[1]:
            return _Verdict.OPEN
    return _Verdict.CLOSED if rule.valid_from <= today <= rule.valid_to else _Verdict.SILENT


def _open_everywhere(rule: Rule, moment: datetime) -> bool:
    """Tell whether a rule is open whatever the zone: a line that never closes needs none."""
    first, last = ((moment.astimezone(UTC) + offset).date() for offset in (WESTMOST, EASTMOST))
    days = [first + ahead * DAY for ahead in range((last - first).days + 1)]
    return rule.opens == timedelta() and rule.closes == DAY and all(_period(rule, day, UTC) for day in days)


@lru_cache(maxsize=_KEPT)
def _period(rule: Rule, day: date, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """Return when the period that begins on a local date opens and closes, in UTC; None if none begins.

    A time that a change of clocks skips or repeats is read as RFC 5545, 3.3.5 says, which is Python's fold=0.
    """
    if not (rule.valid_from <= day <= rule.valid_to and occurs(rule, day)):
        return None
    midnight = datetime.combine(day, time())
    opens, closes = ((midnight + clock).replace(tzinfo=zone) for clock in (rule.opens, rule.closes))
    if rule.until and (opens if rule.until.tzinfo else opens.replace(tzinfo=None)) > rule.until:
        return None
    return opens.astimezone(UTC), closes.astimezone(UTC)


@lru_cache(maxsize=FRAMES_KEPT)
def _zones_of(country: str | None, day: date) -> tuple[tzinfo | None, ...]:
    """Return one zone for each way in which the clocks of a country go around a day, or (None,)."""
    names = get_global("territory_zones").get(country or "", ())
    # CLDR's "ZZ" and "001" are nowhere and everywhere.
    if any(name.startswith("Etc/") for name in names):
        return (None,)
    found = {}
    for zone in map(ZoneInfo, names):
        around = (datetime.combine(day, time(), zone) + ahead * DAY for ahead in (-2, -1, 0, 1, 2))
        found[tuple(each.utcoffset() for each in around)] = zone
    return tuple(found.values()) or (None,)
