"""Convert HSDS schedules to a week of opening hours for the form, and back to edits.

The danger is a schedule that says more than a week (the first Monday of a month, summer only): parsed in part, it
would send people to a closed door. So schedules are parsed completely or not at all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from babel.core import get_global

from directory.domain.digits import to_ascii_digits
from directory.moderation.edits import Action, Edit, new_id

TimeRange = tuple[str, str]
"""Opening and closing time, such as ("09:00", "17:00"); a closing time not after the opening is on the next day."""
Week = tuple[tuple[TimeRange, ...], ...]
"""Seven days, Monday first; a day without a range is closed."""
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WHOLE_DAY: Final[TimeRange] = ("00:00", "23:59")
"""A whole day in HSDS."""
CLOSED: Final[Week] = ((),) * 7
ALWAYS: Final[Week] = ((WHOLE_DAY,),) * 7
RANGES_PER_DAY: Final = 2
RULE_FIELDS: Final = ("freq", "byday", "opens_at", "closes_at")
EXTRA_FIELDS: Final = (
    "valid_from",
    "valid_to",
    "dtstart",
    "timezone",
    "until",
    "count",
    "byweekno",
    "bymonthday",
    "byyearday",
)
"""Fields that make a schedule more than a week."""
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h]([0-5]\d)(?::00(?:\.0+)?)?)?", re.ASCII)
_LAST_HOUR: Final = 23
_MIN_RUN: Final = 3
"""The least number of successive days that are printed as a range."""
Row = Mapping[str, Any]
_SEPARATOR: Final = "; "


class InvalidTimeError(ValueError):
    """The text is not a time of day."""


def parse_time(typed: str, *, closes: bool = False) -> str:
    """Return a time as HH:MM; midnight as a closing time is 23:59.

    Raises:
        InvalidTimeError: it is not a time.
    """
    match = _TIME.fullmatch(to_ascii_digits(typed).strip())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if closes and (hour, minute) in {(0, 0), (24, 0)}:
        return WHOLE_DAY[1]
    if hour > _LAST_HOUR:
        raise InvalidTimeError
    return f"{hour:02}:{minute:02}"


def has_rule(schedule: Mapping[str, Any]) -> bool:
    """Return whether a schedule has a rule and not only a text."""
    return any(schedule[name] is not None for name in (*RULE_FIELDS, *EXTRA_FIELDS, "interval", "wkst"))


def week_from_schedules(schedules: Sequence[Mapping[str, Any]]) -> Week | None:
    """Return the week that schedules (rows with their `zone`) define; None if they say anything more."""
    timed = [schedule for schedule in schedules if has_rule(schedule)]
    days: list[list[TimeRange]] = [[] for _ in DAYS]
    for schedule in timed:
        match = _simple_rule(schedule)
        if match is None:
            return None
        for day in match[0]:
            days[day].append(match[1])
    simple = len({schedule["zone"] for schedule in timed}) <= 1 and all(len(day) <= RANGES_PER_DAY for day in days)
    return tuple(tuple(sorted(day)) for day in days) if simple else None


def _simple_rule(schedule: Mapping[str, Any]) -> tuple[list[int], TimeRange] | None:
    freq, byday = (schedule["freq"] or "").upper(), schedule["byday"] or ""
    more = any(schedule[name] is not None for name in EXTRA_FIELDS) or schedule["interval"] not in {None, 1}
    named = [part.strip().upper() for part in byday.split(",")] if byday else [*DAYS] * (freq == "DAILY")
    if more or freq not in {"WEEKLY", "DAILY"} or not named or not set(named) <= set(DAYS):
        return None
    try:
        pair = parse_time(schedule["opens_at"] or ""), parse_time(schedule["closes_at"] or "", closes=True)
    except InvalidTimeError:
        return None
    return sorted({DAYS.index(day) for day in named}), pair


def schedule_rules(week: Week) -> list[dict[str, Any]]:
    """Return the fields of one HSDS schedule for each time range, with its days."""
    days_of: dict[TimeRange, list[str]] = {}
    for name, pairs in zip(DAYS, week, strict=True):
        for pair in pairs:
            days_of.setdefault(pair, []).append(name)
    return [
        dict(zip(RULE_FIELDS, ("WEEKLY", ",".join(days), opens, closes), strict=True))
        for (opens, closes), days in days_of.items()
    ]


@dataclass(frozen=True, slots=True)
class WeekLabels:
    """The names of the days, Monday first, and of an always open week and a whole day."""

    days: Sequence[str]
    always: str
    whole_day: str


STORED_LABELS: Final = WeekLabels(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "24/7", "24 hours")
"""The labels of the stored text, which every import can parse."""


def format_week(week: Week, words: WeekLabels = STORED_LABELS) -> str:
    """Return a week as text, such as "Mon-Fri 09:00-17:00; Sat 10:00-14:00"; "" if it is always closed."""
    if week == ALWAYS:
        return words.always
    days_of: dict[tuple[TimeRange, ...], list[int]] = {}
    for day, pairs in enumerate(week):
        if pairs:
            days_of.setdefault(pairs, []).append(day)
    return "; ".join(f"{_format_days(days, words)} {_format_times(pairs, words)}" for pairs, days in days_of.items())


def _format_days(days: list[int], words: WeekLabels) -> str:
    if len(days) >= _MIN_RUN and days == list(range(days[0], days[-1] + 1)):
        return f"{words.days[days[0]]}-{words.days[days[-1]]}"
    return ", ".join(words.days[day] for day in days)


def _format_times(pairs: Iterable[TimeRange], words: WeekLabels) -> str:
    return ", ".join(words.whole_day if pair == WHOLE_DAY else "-".join(pair) for pair in pairs)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The week, the IANA time zone ("" for the country's) and the text of an entry's hours."""

    week: Week
    zone: str
    text: str


def stored_hours(schedules: Sequence[Row]) -> OpeningHours | None:
    """Return the stored hours, or None if they are not a simple week."""
    week = week_from_schedules(schedules)
    zone = next((row["zone"] for row in schedules if row["zone"]), "")
    return None if week is None else OpeningHours(week, zone, stored_text(schedules))


def stored_text(schedules: Sequence[Row]) -> str:
    """Return the stored text of the hours."""
    return _SEPARATOR.join(dict.fromkeys(row["description"] for row in schedules if row["description"]))


def with_matching_text(wanted: OpeningHours, schedules: Sequence[Row]) -> OpeningHours:
    """Return the hours with a text that fits them, rewritten if only the times were changed.

    The danger is the old text beside new times: people read the text.
    """
    stored = stored_hours(schedules)
    times_changed = stored is None or wanted.week != stored.week
    if wanted.text and not (times_changed and wanted.text == stored_text(schedules)):
        return wanted
    return OpeningHours(wanted.week, wanted.zone, format_week(wanted.week))


def hours_edits(service_id: str, schedules: Sequence[Row], wanted: OpeningHours) -> list[Edit]:
    """Return the edits from the stored to the wanted hours, empty if they are equal."""
    if stored_hours(schedules) == wanted:
        return []
    rules = schedule_rules(wanted.week) if wanted.week != CLOSED else [dict.fromkeys(RULE_FIELDS)] * bool(wanted.text)
    is_simple = stored_hours(schedules) is not None
    matched, removed = _match_rows(schedules if is_simple else (), rules)
    removed = removed if is_simple else list(schedules)
    edits = [Edit(Action.DELETE, "schedule", (row["id"],)) for row in removed]
    for rule, row in zip(rules, matched, strict=True):
        edits += _row_edits(service_id, row, rule | {"description": wanted.text or None}, wanted.zone)
    return edits


def _match_rows(schedules: Sequence[Row], rules: Sequence[Row]) -> tuple[list[Row | None], list[Row]]:
    """Return the stored row to reuse for each rule, preferably an equal one, and the rows to remove."""
    left = list(schedules)
    matched: list[Row | None] = [None] * len(rules)
    for equal in (True, False):
        for index, rule in enumerate(rules):
            match = next(
                (row for row in left if not equal or all(row[name] == rule[name] for name in RULE_FIELDS)), None
            )
            if matched[index] is None and match is not None:
                matched[index] = match
                left.remove(match)
    return matched, left


def _row_edits(service_id: str, row: Row | None, values: dict[str, Any], zone: str) -> Iterator[Edit]:
    key = row["id"] if row else new_id()
    if row is None:
        yield Edit(Action.CREATE, "schedule", (key,), {"service_id": service_id, **values})
    else:
        # A row that has only `wkst` or `interval` in addition counts as simple.
        yield Edit(Action.UPDATE, "schedule", (key,), values)
    stored_zone = row["zone"] if row else None
    zone = zone if values["freq"] else ""
    if zone and zone != stored_zone:
        yield Edit(Action.UPDATE if stored_zone else Action.CREATE, "schedule_zone", (key,), {"zone": zone})
    elif stored_zone and not zone:
        yield Edit(Action.DELETE, "schedule_zone", (key,))


def time_zones(countries: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the time zones of countries (CLDR), and all others."""
    known = _known_zones()
    near = [name for code in countries for name in get_global("territory_zones").get(code, ()) if name in known]
    return list(dict.fromkeys(near)), sorted(known - set(near))


@cache
def _known_zones() -> frozenset[str]:
    """Return the zones that are named after a city; listing them reads hundreds of files, so it is cached."""
    places = (name for name in available_timezones() if "/" in name)
    return frozenset(name for name in places if not name.startswith(("Etc/", "posix/", "right/")))
