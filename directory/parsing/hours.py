"""Opening hours and time zones."""

import re
from datetime import datetime
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from directory.domain.digits import to_ascii_digits
from directory.domain.opening_hours.printed import parse_printed_hours
from directory.parsing.result import ParseResult, reject
from directory.parsing.texts import parse_text

_DASH = re.compile(r"\s*[-\u2010-\u2015]\s*|(?<=\w)\s+(?:to|until)\s+(?=\w)")
_DAY = re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs|ur|urs)?(?:day)?s?\b\.?:?", re.IGNORECASE)
_POINT = re.compile(r"\b(\d\d?)[.h](\d\d)\b")
_ALWAYS = re.compile(
    r"always|24 ?[/x] ?(?:7|24)(?: (?:(?:hot|help)?line|service))?"
    r"|(?:ตลอด ?)?24 ?-?(?:h|hrs?|hours?|ชั่วโมง|ชม)\.?(?: (?:a|per) day)?(?:,? ?/? ?7 ?(?:days?(?: (?:a|per) week)?)?)?"
    r"(?: (?:hot|help)?line)?",
    re.IGNORECASE,
)
# "7-9pm" may begin in the morning or the evening: both ends must say which.
_HALF_DAYS = re.compile(
    r"\b{0}(?:-| (?:to|until) ){0}(?!\w)".format(r"(\d\d?)(?:[:.](\d\d))? ?([ap])\.?m\.?"), re.IGNORECASE
)
_CLOCKS_FIRST = re.compile(r"(\d\d?(?::\d\d)?-\d\d?(?::\d\d)?),? ([^\d;]+)")
_HALF: Final = 12
_DAILY = re.compile(r"\b(?:every ?day|each day|daily)\b:?", re.IGNORECASE)
_WEEKDAYS = re.compile(r"\b(?:weekdays|working days)\b:?", re.IGNORECASE)
_WINTER, _SUMMER = datetime(2026, 1, 15), datetime(2026, 7, 15)  # noqa: DTZ001 - wall-clock times


@lru_cache(maxsize=16_384)
def parse_hours(text: str, _country: str = "") -> ParseResult:
    """Return opening hours in the plain form if they can be parsed, else as printed.

    Raises:
        InvalidValueError: the text is too long.
    """
    text = to_ascii_digits(text)
    plain = _to_plain_form(text)
    if weekly_schedules(plain):
        return ParseResult(plain)
    return ParseResult(
        parse_text(text).text,
        "These hours are shown as they stand, but nobody can be told whether it is open now.",
        "If you can, write them plainly: Mon-Fri 09:00-17:00; Sat 10:00-14:00, or 24/7.",
    )


@lru_cache(maxsize=16_384)
def weekly_schedules(text: str) -> tuple[dict[str, str], ...]:
    """Return opening hours as HSDS schedules, none if they cannot be parsed. Callers must not change them."""
    return tuple(parse_printed_hours(text))


@lru_cache(maxsize=1024)
def zone(text: str, _country: str = "") -> ParseResult:
    """Return the name of a time zone.

    Raises:
        InvalidValueError: there is no such time zone.
    """
    name = _zones().get(text.casefold().replace(" ", "_"))
    if name is None:
        reject(f'"{text}" is not a time zone.', "Write its name, such as Asia/Bangkok.")
    return ParseResult(name)


@cache
def has_single_clock(country: str) -> bool:
    """Return whether a whole country has the same time, in winter and in summer."""
    zones = [ZoneInfo(name) for name in get_global("territory_zones").get(country, ()) if name in available_timezones()]
    return len({tuple(zone.utcoffset(day) for day in (_WINTER, _SUMMER)) for zone in zones}) <= 1


def _to_plain_form(text: str) -> str:
    """Return hours rewritten into the form that the parser understands."""
    if _ALWAYS.fullmatch(text):
        return "24/7"
    plain = _HALF_DAYS.sub(_to_24_hours, _DASH.sub("-", text))
    plain = _WEEKDAYS.sub("weekdays", _DAILY.sub("daily", _POINT.sub(r"\1:\2", plain)))
    parts = [part.strip() for part in _DAY.sub(lambda day: day[1].title(), plain).split(";")]
    swapped = [(part, _CLOCKS_FIRST.fullmatch(part)) for part in parts if part]
    return "; ".join(f"{match[2]} {match[1]}" if match else part for part, match in swapped)


def _to_24_hours(match: re.Match[str]) -> str:
    """Return "9am-5pm" in 24-hour time; unchanged if a 12-hour clock has no such hour."""
    ends = [match.groups()[:3], match.groups()[3:]]
    if not all(1 <= int(hour) <= _HALF for hour, _, _ in ends):
        return match[0]
    opens, closes = (int(hour) % _HALF + (_HALF if half in "pP" else 0) for hour, _, half in ends)
    return f"{opens:02}:{ends[0][1] or '00'}-{closes or 2 * _HALF:02}:{ends[1][1] or '00'}"


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if "/" in name or name == "UTC"}
