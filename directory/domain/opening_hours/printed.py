"""Parse printed opening hours to HSDS schedules, if they are unambiguous.

A wrong guess would send a person to a closed door: text with a note, a year, several numbers or an incomplete statement
is not parsed at all and stays as printed.
"""

import re
from collections.abc import Iterator
from typing import Final

from directory.domain.opening_hours.parsing import WEEKDAYS

EVERY_DAY: Final = ",".join(WEEKDAYS)
DAY_BEGINS, DAY_ENDS = "00:00", "23:59"

# "24/7 emergencies only" or "24/7 or 08:00-20:00" is ambiguous.
_ALWAYS = re.compile(r"24/7(, 365 days| \(as printed\)| per (second )?source| call centre| \((mobile|SMS)\))?")
_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_DAYS = rf"daily|weekdays|{_DAY}-{_DAY}|{_DAY}(?:,? {_DAY})*"
_CLOCK = r"\d\d?(?::[0-5]\d)?"
_PART = re.compile(rf"({_DAYS}) (?:({_CLOCK})-({_CLOCK})|24 hours)", re.ASCII)

_HOUR: Final = 60
_AFTERNOON, _DAY_LONG = 13 * _HOUR, 24 * _HOUR
_EARLIEST: Final = 6 * _HOUR


def parse_printed_hours(printed: str) -> list[dict[str, str]]:
    """Return HSDS schedule fields (freq, byday, opens_at, closes_at) for each part of a text; [] if it is ambiguous.

    Times are local to the service; "weekdays" are Monday to Friday. Hours past midnight belong to the day on which they
    begin; the end of a day is 23:59, as in HSDS.
    """
    if _ALWAYS.fullmatch(printed):
        return [_schedule(WEEKDAYS, DAY_BEGINS, DAY_ENDS)]
    parts = [_PART.fullmatch(part) for part in printed.split("; ")]
    matches = [part for part in parts if part]
    if len(matches) < len(parts) or not _is_unambiguous(matches):
        return []
    return [_to_schedule(part) for part in matches]


def _is_unambiguous(parts: list[re.Match[str]]) -> bool:
    """Return whether no day is named twice and all hours have only one meaning."""
    days = [day for part in parts for day in _days(part[1])]
    hours = [(_minutes(part[2]), _minutes(part[3])) for part in parts if part[2]]
    # "7:00-5:00" may end in the afternoon and "1-5" begin there, unless some time shows a 24-hour clock.
    to_24 = any(clock >= _AFTERNOON for pair in hours for clock in pair)
    return len(set(days)) == len(days) and all(
        opens != closes and max(opens + 1, closes) <= _DAY_LONG and (to_24 or _EARLIEST <= opens < closes)
        for opens, closes in hours
    )


def _to_schedule(part: re.Match[str]) -> dict[str, str]:
    days = tuple(_days(part[1]))
    if not part[2]:
        return _schedule(days, DAY_BEGINS, DAY_ENDS)
    closes = _minutes(part[3])
    return _schedule(days, _format_clock(_minutes(part[2])), DAY_ENDS if closes == _DAY_LONG else _format_clock(closes))


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


def _format_clock(minutes: int) -> str:
    return f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"


def _schedule(days: tuple[str, ...], opens: str, closes: str) -> dict[str, str]:
    byday = ",".join(sorted(days, key=WEEKDAYS.index))
    return {"freq": "WEEKLY", "byday": byday, "opens_at": opens, "closes_at": closes}
