"""A week of opening hours as people fill it in, from schedules that say no more than that, and back.

The danger is a schedule that says more (the first Monday of a month, summer only): half understood, it would be
replaced by something that sends people to a closed door. So it is understood as a whole or not at all.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Pair = tuple[str, str]
"""When it opens and closes, such as ("09:00", "17:00"); at or before the opening it closes on the next day."""
Week = tuple[tuple[Pair, ...], ...]
"""Seven days, Monday first; a day without a pair is closed."""

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_LONG: Final[Pair] = ("00:00", "23:59")
"""As HSDS writes a whole day."""
CLOSED: Final[Week] = ((),) * 7
ALWAYS: Final[Week] = ((DAY_LONG,),) * 7
PAIRS_A_DAY: Final = 2
RULE: Final = ("freq", "byday", "opens_at", "closes_at")
MORE: Final = (
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
"""What makes a schedule more than a week."""
_TYPED: Final = re.compile(r"(\d{1,2})(?:[:.h]([0-5]\d)(?::00(?:\.0+)?)?)?", re.ASCII)
_LAST_HOUR: Final = 23
_LONG_RUN: Final = 3
"""So many days in a row are printed as the first and the last."""


class NoTimeError(ValueError):
    """No day has such a time."""


def clock(typed: str, *, closes: bool = False) -> str:
    """Return a time as it is stored, HH:MM; midnight as the end of a day is 23:59.

    Raises:
        NoTimeError: it is none.
    """
    found = _TYPED.fullmatch(typed.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if closes and (hour, minute) in {(0, 0), (24, 0)}:
        return DAY_LONG[1]
    if hour > _LAST_HOUR:
        raise NoTimeError
    return f"{hour:02}:{minute:02}"


def is_timed(schedule: Mapping[str, Any]) -> bool:
    """Tell whether a schedule says more than its printed text."""
    return any(schedule[name] is not None for name in (*RULE, *MORE, "interval", "wkst"))


def week_of(schedules: Sequence[Mapping[str, Any]]) -> Week | None:
    """Return the week that schedules (rows with their `zone`) make up; None where they say anything else."""
    timed = [one for one in schedules if is_timed(one)]
    days: list[list[Pair]] = [[] for _ in DAYS]
    for one in timed:
        found = _plain(one)
        if found is None:
            return None
        for day in found[0]:
            days[day].append(found[1])
    simple = len({one["zone"] for one in timed}) <= 1 and all(len(day) <= PAIRS_A_DAY for day in days)
    return tuple(tuple(sorted(day)) for day in days) if simple else None


def _plain(schedule: Mapping[str, Any]) -> tuple[list[int], Pair] | None:
    freq, byday = (schedule["freq"] or "").upper(), schedule["byday"] or ""
    more = any(schedule[name] is not None for name in MORE) or schedule["interval"] not in {None, 1}
    named = [part.strip().upper() for part in byday.split(",")] if byday else [*DAYS] * (freq == "DAILY")
    if more or freq not in {"WEEKLY", "DAILY"} or not named or not set(named) <= set(DAYS):
        return None
    try:
        pair = clock(schedule["opens_at"] or ""), clock(schedule["closes_at"] or "", closes=True)
    except NoTimeError:
        return None
    return sorted({DAYS.index(day) for day in named}), pair


def rules_of(week: Week) -> list[dict[str, Any]]:
    """Return the fields of one HSDS schedule for each pair of times, with the days that it holds for."""
    days_of: dict[Pair, list[str]] = {}
    for name, pairs in zip(DAYS, week, strict=True):
        for pair in pairs:
            days_of.setdefault(pair, []).append(name)
    return [
        dict(zip(RULE, ("WEEKLY", ",".join(days), opens, closes), strict=True))
        for (opens, closes), days in days_of.items()
    ]


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of the days of a week: their names, Monday first, a whole week and a whole day."""

    days: Sequence[str]
    always: str
    day_long: str


STORED: Final = Words(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "24/7", "24 hours")
"""The words of the text that is kept, which every import understands."""


def in_print(week: Week, words: Words = STORED) -> str:
    """Return a week as it is printed, such as "Mon-Fri 09:00-17:00; Sat 10:00-14:00"; "" for one that is closed."""
    if week == ALWAYS:
        return words.always
    days_of: dict[tuple[Pair, ...], list[int]] = {}
    for day, pairs in enumerate(week):
        if pairs:
            days_of.setdefault(pairs, []).append(day)
    return "; ".join(f"{_named(days, words)} {_times(pairs, words)}" for pairs, days in days_of.items())


def _named(days: list[int], words: Words) -> str:
    if len(days) >= _LONG_RUN and days == list(range(days[0], days[-1] + 1)):
        return f"{words.days[days[0]]}-{words.days[days[-1]]}"
    return ", ".join(words.days[day] for day in days)


def _times(pairs: Iterable[Pair], words: Words) -> str:
    return ", ".join(words.day_long if pair == DAY_LONG else "-".join(pair) for pair in pairs)
