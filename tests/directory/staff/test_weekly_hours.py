"""Weeks survive the round trip through schedules, and search reads them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from directory.domain.opening_hours import RawSchedule, is_open_at
from directory.models import Schedule
from directory.staff.service_entry.weekly_hours import (
    ALWAYS,
    CLOSED,
    WHOLE_DAY,
    InvalidTimeError,
    OpeningHours,
    Week,
    format_week,
    hours_edits,
    parse_time,
    schedule_rules,
    stored_hours,
    time_zones,
    week_from_schedules,
    with_matching_text,
)

OFFICE: Week = (*((("09:00", "12:00"), ("13:00", "17:00")),) * 5, (), ())
NIGHT: Week = (*((),) * 4, (("18:00", "02:00"),), (WHOLE_DAY,), ())
MONDAY_NOON, SATURDAY_1_AM = datetime(2026, 6, 1, 12, 30, tzinfo=UTC), datetime(2026, 6, 6, 1, tzinfo=UTC)


def stored(*values: dict[str, Any], zone: str | None = None, description: str | None = None) -> list[dict[str, Any]]:
    """Return rows of the table as the page reads them."""
    empty: dict[str, Any] = dict.fromkeys(Schedule.model_fields)
    return [
        empty | {"id": f"s{number}", "description": description, "zone": zone} | one
        for number, one in enumerate(values)
    ]


@pytest.mark.parametrize("week", [OFFICE, NIGHT, ALWAYS, CLOSED])
def test_round_trip(week: Week) -> None:
    """A stored week is read back unchanged."""
    assert week_from_schedules(stored(*schedule_rules(week))) == week


def test_search_reads_the_text() -> None:
    """Search computes the same open times as the form: closed at noon, open past midnight."""
    office, night = ([RawSchedule(**one, zone="UTC") for one in schedule_rules(week)] for week in (OFFICE, NIGHT))
    assert is_open_at(office, MONDAY_NOON, None) is False
    assert is_open_at(office, MONDAY_NOON.replace(hour=14), None) is True
    assert is_open_at(night, SATURDAY_1_AM, None) is True
    assert is_open_at(night, MONDAY_NOON, None) is False
    assert is_open_at([RawSchedule(**one) for one in schedule_rules(ALWAYS)], MONDAY_NOON, None) is True


@pytest.mark.parametrize(
    "more",
    [
        {"valid_from": "2026-06-01"},
        {"byday": "1MO"},
        {"freq": "MONTHLY"},
        {"interval": 2, "dtstart": "2026-06-01"},
        {"opens_at": "09:00Z"},
        {"opens_at": None},
        {"byday": None},
        {"timezone": 7.0},
    ],
)
def test_complex_schedules_are_no_week(more: dict[str, Any]) -> None:
    """Schedules that say more or less than a week are not parsed as one."""
    assert week_from_schedules(stored(schedule_rules(OFFICE)[0] | more)) is None


def test_three_times_a_day() -> None:
    """A day with more ranges than the form has is not shortened."""
    pairs = (("08:00", "09:00"), ("10:00", "11:00"), ("12:00", "13:00"))
    assert week_from_schedules(stored(*schedule_rules((pairs, *CLOSED[1:])))) is None


def test_text_without_rules() -> None:
    """Unparsed hours are an empty week with their text."""
    assert stored_hours(stored({"description": "by appointment"})) == OpeningHours(CLOSED, "", "by appointment")


def test_parse_time() -> None:
    """Short forms are accepted, midnight ends a day, anything else is rejected."""
    assert [parse_time("9"), parse_time("9.30"), parse_time(" 09:05 "), parse_time("0")] == [
        "09:00",
        "09:30",
        "09:05",
        "00:00",
    ]
    assert parse_time("00:00", closes=True) == parse_time("24:00", closes=True) == "23:59"
    for typed in ("", "24:00", "9:60", "nine", "25", "-1"):
        with pytest.raises(InvalidTimeError):
            parse_time(typed)


def test_format_week() -> None:
    """The text expresses the week in a form that imports can parse."""
    assert format_week(OFFICE) == "Mon-Fri 09:00-12:00, 13:00-17:00"
    assert format_week(NIGHT) == "Fri 18:00-02:00; Sat 24 hours"
    assert (format_week(ALWAYS), format_week(CLOSED)) == ("24/7", "")


def test_text_is_rewritten_with_the_times() -> None:
    """An old text never stays beside new times; a newly typed text does."""
    before = stored(*schedule_rules(OFFICE), description="office hours")
    assert with_matching_text(OpeningHours(NIGHT, "", "office hours"), before).text == "Fri 18:00-02:00; Sat 24 hours"
    assert with_matching_text(OpeningHours(NIGHT, "", "at night"), before).text == "at night"
    assert with_matching_text(OpeningHours(OFFICE, "", "office hours"), before).text == "office hours"
    holidays = stored({"freq": "MONTHLY", "byday": "1MO", "description": "first Mondays"})
    assert with_matching_text(OpeningHours(OFFICE, "", "first Mondays"), holidays).text == format_week(OFFICE)


def test_edits_only_differences() -> None:
    """Equal rows are reused, and no edit is made without a difference."""
    before = stored(*schedule_rules(OFFICE), zone="Asia/Bangkok", description="x")
    assert hours_edits("s", before, OpeningHours(OFFICE, "Asia/Bangkok", "x")) == []
    longer = (*OFFICE[:4], (("09:00", "12:00"),), (), ())
    edits = hours_edits("s", before, OpeningHours(longer, "Asia/Bangkok", "x"))
    assert {(one.action, one.table, one.key) for one in edits} == {
        ("update", "schedule", ("s0",)),
        ("update", "schedule", ("s1",)),
    }
    assert edits[1].values["byday"] == "MO,TU,WE,TH"


def test_zone_is_edited() -> None:
    """Zones are created, changed and removed with their rows."""
    before = stored(*schedule_rules(NIGHT), zone="Asia/Bangkok")
    changed = hours_edits("s", before, OpeningHours(NIGHT, "Asia/Tokyo", ""))
    assert [one.action for one in changed if one.table == "schedule_zone"] == ["update", "update"]
    gone = hours_edits("s", before, OpeningHours(NIGHT, "", ""))
    assert [one.action for one in gone if one.table == "schedule_zone"] == ["delete", "delete"]
    made = hours_edits("s", [], OpeningHours(NIGHT, "Asia/Tokyo", "x"))
    assert [(one.action, one.table) for one in made] == [("create", "schedule"), ("create", "schedule_zone")] * 2
    assert made[0].key == made[1].key


def test_complex_schedules_are_replaced() -> None:
    """Complex schedules are removed as a whole."""
    before = stored({"freq": "MONTHLY", "byday": "1MO", "opens_at": "09:00", "closes_at": "10:00"})
    edits = hours_edits("s", before, OpeningHours(ALWAYS, "", "24/7"))
    assert [(one.action, one.table) for one in edits] == [("delete", "schedule"), ("create", "schedule")]


def test_time_zones() -> None:
    """The zones of the entry's countries come first, and none is listed twice."""
    near, others = time_zones(["TH", "KH"])
    assert near[0] == "Asia/Bangkok"
    assert "Asia/Tokyo" in others
    assert not set(near) & set(others)
