"""Read printed opening hours into HSDS schedules, where they say plainly when somebody is there.

A guess would send somebody to a closed door: whatever has a note, a year, several numbers or half a statement is not
read at all and stays the text that was printed.
"""

import re
from collections.abc import Iterator
from typing import Final

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_DAY: Final = ",".join(WEEKDAYS)
DAY_BEGINS, DAY_ENDS = "00:00", "23:59"

# "24/7 emergencies only" or "24/7 or 08:00-20:00" is no plain statement.
_ALWAYS = re.compile(r"24/7(, 365 days| \(as printed\)| per (second )?source| call centre| \((mobile|SMS)\))?")
_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_DAYS = rf"daily|weekdays|{_DAY}-{_DAY}|{_DAY}(?:,? {_DAY})*"
_CLOCK = r"\d\d?(?::[0-5]\d)?"
_PART = re.compile(rf"({_DAYS}) (?:({_CLOCK})-({_CLOCK})|24 hours)", re.ASCII)

_HOUR: Final = 60
_AFTERNOON, _DAY_LONG = 13 * _HOUR, 24 * _HOUR
_EARLIEST: Final = 6 * _HOUR


def openings_of(printed: str) -> list[dict[str, str]]:
    """Return HSDS schedule fields (freq, byday, opens_at, closes_at) for each part of a statement; [] where in doubt.

    Times are those of the service's own country, "weekdays" are Monday to Friday. Hours that pass midnight keep the day
    on which they begin; a day's end is 23:59, as HSDS writes it.
    """
    if _ALWAYS.fullmatch(printed):
        return [_schedule(WEEKDAYS, DAY_BEGINS, DAY_ENDS)]
    parts = [_PART.fullmatch(part) for part in printed.split("; ")]
    understood = [part for part in parts if part]
    if len(understood) < len(parts) or not _all_sure(understood):
        return []
    return [_opening(part) for part in understood]


def _all_sure(parts: list[re.Match[str]]) -> bool:
    """Tell whether no day is named twice and all hours can be meant in one way only."""
    days = [day for part in parts for day in _days(part[1])]
    hours = [(_minutes(part[2]), _minutes(part[3])) for part in parts if part[2]]
    # "7:00-5:00" may end in the afternoon and "1-5" begin there, unless some time shows a clock that counts to 24.
    to_24 = any(clock >= _AFTERNOON for pair in hours for clock in pair)
    return len(set(days)) == len(days) and all(
        opens != closes and max(opens + 1, closes) <= _DAY_LONG and (to_24 or _EARLIEST <= opens < closes)
        for opens, closes in hours
    )


def _opening(part: re.Match[str]) -> dict[str, str]:
    days = tuple(_days(part[1]))
    if not part[2]:
        return _schedule(days, DAY_BEGINS, DAY_ENDS)
    closes = _minutes(part[3])
    return _schedule(days, _printed(_minutes(part[2])), DAY_ENDS if closes == _DAY_LONG else _printed(closes))


def _days(printed: str) -> Iterator[str]:
    if printed in {"daily", "weekdays"}:
        yield from WEEKDAYS if printed == "daily" else WEEKDAYS[:5]
        return
    first, ranged, last = printed.partition("-")
    if not ranged:
        yield from (day[:2].upper() for day in printed.replace(",", "").split())
        return
    begin, end = (WEEKDAYS.index(day[:2].upper()) for day in (first, last))
    yield from (WEEKDAYS[(begin + ahead) % 7] for ahead in range((end - begin) % 7 + 1))


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return _HOUR * int(hour) + int(minute or 0)


def _printed(minutes: int) -> str:
    return f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"


def _schedule(days: tuple[str, ...], opens: str, closes: str) -> dict[str, str]:
    byday = ",".join(sorted(days, key=WEEKDAYS.index))
    return {"freq": "WEEKLY", "byday": byday, "opens_at": opens, "closes_at": closes}
