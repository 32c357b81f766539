"""Printed opening hours: what is said plainly is read right, everything else is left alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.domain.opening_hours import RawSchedule, is_open_at
from directory.domain.opening_hours.printed import DAY_BEGINS, DAY_ENDS, EVERY_DAY, parse_printed_hours

OFFICE_DAYS = "MO,TU,WE,TH,FR"
ALWAYS = [f"{EVERY_DAY} {DAY_BEGINS}-{DAY_ENDS}"]

# Every printed form of the committed services that is understood, with what it means.
UNDERSTOOD = {
    "24/7": ALWAYS,
    "24/7 (SMS)": ALWAYS,
    "24/7 (as printed)": ALWAYS,
    "24/7 (mobile)": ALWAYS,
    "24/7 call centre": ALWAYS,
    "24/7 per second source": ALWAYS,
    "24/7 per source": ALWAYS,
    "24/7, 365 days": ALWAYS,
    "Mon Tue Thu Fri 16-22; Wed Sat 14-22": ["MO,TU,TH,FR 16:00-22:00", "WE,SA 14:00-22:00"],
    "Mon Wed Fri 14-18; Tue Thu 09-13": ["MO,WE,FR 14:00-18:00", "TU,TH 09:00-13:00"],
    "Mon-Fri 07-02; Sat-Sun 11-24": [f"{OFFICE_DAYS} 07:00-02:00", "SA,SU 11:00-23:59"],
    "Mon-Fri 07:00-22:00": [f"{OFFICE_DAYS} 07:00-22:00"],
    "Mon-Fri 07:30-15:30": [f"{OFFICE_DAYS} 07:30-15:30"],
    "Mon-Fri 08-17": [f"{OFFICE_DAYS} 08:00-17:00"],
    "Mon-Fri 08-18; Sat 12-18": [f"{OFFICE_DAYS} 08:00-18:00", "SA 12:00-18:00"],
    "Mon-Fri 08-20; Sat-Sun 09-19": [f"{OFFICE_DAYS} 08:00-20:00", "SA,SU 09:00-19:00"],
    "Mon-Fri 08-20; Sat-Sun 12-19": [f"{OFFICE_DAYS} 08:00-20:00", "SA,SU 12:00-19:00"],
    "Mon-Fri 08:30-19:00": [f"{OFFICE_DAYS} 08:30-19:00"],
    "Mon-Fri 09-21": [f"{OFFICE_DAYS} 09:00-21:00"],
    "Mon-Fri 09:00-17:00": [f"{OFFICE_DAYS} 09:00-17:00"],
    "Mon-Fri 09:00-18:00": [f"{OFFICE_DAYS} 09:00-18:00"],
    "Mon-Fri 12-20; Sat 09:30-14": [f"{OFFICE_DAYS} 12:00-20:00", "SA 09:30-14:00"],
    "Mon-Fri 14:30-19": [f"{OFFICE_DAYS} 14:30-19:00"],
    "Mon-Fri 8:30-18:30": [f"{OFFICE_DAYS} 08:30-18:30"],
    "Mon-Fri 9-20": [f"{OFFICE_DAYS} 09:00-20:00"],
    "Mon-Fri 9:30-18:00": [f"{OFFICE_DAYS} 09:30-18:00"],
    "Mon-Sat 07-23; Sun 11-19": [f"{OFFICE_DAYS},SA 07:00-23:00", "SU 11:00-19:00"],
    "Mon-Sat 09-21": [f"{OFFICE_DAYS},SA 09:00-21:00"],
    "Mon-Sat 09:00-17:00": [f"{OFFICE_DAYS},SA 09:00-17:00"],
    "Mon-Sat 10:00-22:00": [f"{OFFICE_DAYS},SA 10:00-22:00"],
    "Mon-Sat 14-20": [f"{OFFICE_DAYS},SA 14:00-20:00"],
    "Mon-Sat 24 hours": [f"{OFFICE_DAYS},SA 00:00-23:59"],
    "Mon-Thu 08-16:30; Fri 08-13": ["MO,TU,WE,TH 08:00-16:30", "FR 08:00-13:00"],
    "Mon-Thu 08-17; Fri 08-13": ["MO,TU,WE,TH 08:00-17:00", "FR 08:00-13:00"],
    "Sun-Thu 08-20; Fri-Sat 09-17": ["MO,TU,WE,TH,SU 08:00-20:00", "FR,SA 09:00-17:00"],
    "Sun-Thu 08:00-15:00": ["MO,TU,WE,TH,SU 08:00-15:00"],
    "Sun-Thu 08:00-19:00; Sat 08:00-15:00": ["MO,TU,WE,TH,SU 08:00-19:00", "SA 08:00-15:00"],
    "Sun-Thu 09-18": ["MO,TU,WE,TH,SU 09:00-18:00"],
    "Sun-Thu 09:00-16:30": ["MO,TU,WE,TH,SU 09:00-16:30"],
    "Thu-Sun 09:00-18:00": ["TH,FR,SA,SU 09:00-18:00"],
    "daily 07-19": [f"{EVERY_DAY} 07:00-19:00"],
    "daily 07-22": [f"{EVERY_DAY} 07:00-22:00"],
    "daily 07-23": [f"{EVERY_DAY} 07:00-23:00"],
    "daily 08-20": [f"{EVERY_DAY} 08:00-20:00"],
    "daily 09-17": [f"{EVERY_DAY} 09:00-17:00"],
    "daily 09-23": [f"{EVERY_DAY} 09:00-23:00"],
    "daily 11-21": [f"{EVERY_DAY} 11:00-21:00"],
    "daily 11-23": [f"{EVERY_DAY} 11:00-23:00"],
    "daily 12-20": [f"{EVERY_DAY} 12:00-20:00"],
    "daily 14-22": [f"{EVERY_DAY} 14:00-22:00"],
    "daily 14:00-18:00": [f"{EVERY_DAY} 14:00-18:00"],
    "daily 16-21": [f"{EVERY_DAY} 16:00-21:00"],
    "daily 17-21": [f"{EVERY_DAY} 17:00-21:00"],
    "weekdays 08:30-17:15": [f"{OFFICE_DAYS} 08:30-17:15"],
    "weekdays 09:00-17:00": [f"{OFFICE_DAYS} 09:00-17:00"],
    "weekdays 10-19": [f"{OFFICE_DAYS} 10:00-19:00"],
}


def read(printed: str) -> list[str]:
    """Return schedules in short."""
    results = parse_printed_hours(printed)
    assert {opening["freq"] for opening in results} <= {"WEEKLY"}
    return [f"{opening['byday']} {opening['opens_at']}-{opening['closes_at']}" for opening in results]


def schedules(printed: str) -> list[RawSchedule]:
    """Return schedules as search reads them."""
    results: list[dict[str, Any]] = [*parse_printed_hours(printed)]
    return [RawSchedule(**fields) for fields in results]


@pytest.mark.parametrize(("printed", "meant"), UNDERSTOOD.items())
def test_parses_plain_statements(printed: str, meant: list[str]) -> None:
    """A plain statement becomes one schedule for each of its parts."""
    assert read(printed) == meant


def test_parses_committed_rows(services: list[dict[str, str]]) -> None:
    """No printed form of the starter directory is understood but those whose meaning is written here."""
    assert {row["hours"] for row in services if read(row["hours"])} <= set(UNDERSTOOD)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "10-20",
        "Mon-Fri",
        "Mon-Sat from 08:00",
        "24/7 (2013)",
        "24/7 emergencies only",
        "24/7; chat 12-20",
        "Mon-Fri 08-16 (2016)",
        "Mon-Fri 7:00-5:00 as printed",
        "Mon-Fri 7:00-5:00",
        "Mon-Fri 8-5; Sat 9-12",
        "Mon 12-5",
        "Mon 1-5",
        "Mon 7-2; Sat 24 hours",
        "Mon-Fri 9-18; free line 24/7",
        "Mon-Fri 09:00-12:30 and 13:30-17:00, closed on IOM holidays",
        "Mon-Fri 08-17; Fri 08-13",
        "Sat Sat 10-14",
        "Mon 10-10",
        "Mon 14-14",
        "Mon 24-08",
        "Mon 08-25",
        "Mon 08:60-17",
        "daily 08-24:30",
        "24/7 (Hungarian); Tue and Thu 16-20 (Ukrainian/Russian)",
        "Polish 24/7; Ukrainian and Russian 14-24",
        "phone Mon-Fri 14-20, Sat-Sun 17-20",
        "Jeddah Sun-Thu 08:00-16:00",
        "daily ๐๘-๑๗",
    ],
)
def test_ambiguous_hours_are_not_parsed(printed: str) -> None:
    """A note, a year, half a statement, or a clock that may count to twelve leaves the hours as they were printed."""
    assert parse_printed_hours(printed) == []


def test_hours_past_midnight() -> None:
    """Hours that pass midnight belong to the day on which they begin."""
    openings = schedules("Mon-Fri 07-02; Sat-Sun 11-24")
    saturday = datetime(2026, 11, 28, tzinfo=UTC)
    hours = (0, 1, 2, 10, 11, 23, 24)
    results = [is_open_at(openings, saturday + timedelta(hours=hour), "GB") for hour in hours]
    assert results == [True, True, False, False, True, True, False]


@given(st.text(max_size=30) | st.lists(st.sampled_from([*UNDERSTOOD, "; ", ", ", " ", "-", "Mon", "9"])).map("".join))
@settings(max_examples=300, deadline=None)
def test_parsed_hours_can_be_evaluated(printed: str) -> None:
    """Any printed text can be parsed, and parsed hours return open or closed for every moment."""
    openings = schedules(printed)
    moment = datetime(2026, 11, 25, tzinfo=UTC)
    results = {is_open_at(openings, moment + timedelta(minutes=59 * step), "GB") for step in range(200)}
    assert results <= {True, False} if openings else results == {None}
    assert not openings or True in results
