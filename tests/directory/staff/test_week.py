"""A week of opening hours comes back from schedules as it went in, and search reads it as it was meant."""

from datetime import UTC, datetime
from typing import Any

import pytest

from directory.domain.opening_hours import Opening, open_at
from directory.models import Schedule
from directory.staff.service_entry.hours_edits import Hours, edits_of_hours, in_keeping, stored_hours, zones_of
from directory.staff.service_entry.weekly_hours import (
    ALWAYS,
    CLOSED,
    DAY_LONG,
    NoTimeError,
    Week,
    clock,
    in_print,
    rules_of,
    week_of,
)

OFFICE: Week = (*((("09:00", "12:00"), ("13:00", "17:00")),) * 5, (), ())
NIGHT: Week = (*((),) * 4, (("18:00", "02:00"),), (DAY_LONG,), ())
MONDAY_NOON, SATURDAY_1_AM = datetime(2026, 6, 1, 12, 30, tzinfo=UTC), datetime(2026, 6, 6, 1, tzinfo=UTC)


def stored(*values: dict[str, Any], zone: str | None = None, description: str | None = None) -> list[dict[str, Any]]:
    """Return rows of the table as the page reads them."""
    empty: dict[str, Any] = dict.fromkeys(Schedule.model_fields)
    return [
        empty | {"id": f"s{number}", "description": description, "zone": zone} | one
        for number, one in enumerate(values)
    ]


@pytest.mark.parametrize("week", [OFFICE, NIGHT, ALWAYS, CLOSED])
def test_there_and_back(week: Week) -> None:
    """A week that is stored is the week that is shown."""
    assert week_of(stored(*rules_of(week))) == week


def test_read_by_search() -> None:
    """The bot says of each moment what the form said: closed at noon, open past midnight."""
    office, night = ([Opening(**one, zone="UTC") for one in rules_of(week)] for week in (OFFICE, NIGHT))
    assert open_at(office, MONDAY_NOON, None) is False
    assert open_at(office, MONDAY_NOON.replace(hour=14), None) is True
    assert open_at(night, SATURDAY_1_AM, None) is True
    assert open_at(night, MONDAY_NOON, None) is False
    assert open_at([Opening(**one) for one in rules_of(ALWAYS)], MONDAY_NOON, None) is True


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
def test_no_plain_week(more: dict[str, Any]) -> None:
    """What says more than a week, or less, is not taken for one."""
    assert week_of(stored(rules_of(OFFICE)[0] | more)) is None


def test_three_times_a_day() -> None:
    """A day with more times than the form has rows for is not shortened."""
    pairs = (("08:00", "09:00"), ("10:00", "11:00"), ("12:00", "13:00"))
    assert week_of(stored(*rules_of((pairs, *CLOSED[1:])))) is None


def test_text_alone() -> None:
    """Hours that were printed and never understood are an empty week with their text."""
    assert stored_hours(stored({"description": "by appointment"})) == Hours(CLOSED, "", "by appointment")


def test_as_typed() -> None:
    """A time may be typed shortly; midnight ends the day; anything else is refused."""
    assert [clock("9"), clock("9.30"), clock(" 09:05 "), clock("0")] == ["09:00", "09:30", "09:05", "00:00"]
    assert clock("00:00", closes=True) == clock("24:00", closes=True) == "23:59"
    for typed in ("", "24:00", "9:60", "nine", "25", "٩:٣٠", "-1"):
        with pytest.raises(NoTimeError):
            clock(typed)


def test_in_print() -> None:
    """The text says what the week says, in the form that imports understand where they can."""
    assert in_print(OFFICE) == "Mon-Fri 09:00-12:00, 13:00-17:00"
    assert in_print(NIGHT) == "Fri 18:00-02:00; Sat 24 hours"
    assert (in_print(ALWAYS), in_print(CLOSED)) == ("24/7", "")


def test_text_does_not_contradict_the_times() -> None:
    """Old words never stay beside new times; words that somebody typed do, and so do words beside old times."""
    before = stored(*rules_of(OFFICE), description="office hours")
    assert in_keeping(Hours(NIGHT, "", "office hours"), before).printed == "Fri 18:00-02:00; Sat 24 hours"
    assert in_keeping(Hours(NIGHT, "", "at night"), before).printed == "at night"
    assert in_keeping(Hours(OFFICE, "", "office hours"), before).printed == "office hours"
    holidays = stored({"freq": "MONTHLY", "byday": "1MO", "description": "first Mondays"})
    assert in_keeping(Hours(OFFICE, "", "first Mondays"), holidays).printed == in_print(OFFICE)


def test_only_what_differs() -> None:
    """Rows that say it already are kept, and nothing at all is proposed where nothing differs."""
    before = stored(*rules_of(OFFICE), zone="Asia/Bangkok", description="x")
    assert edits_of_hours("s", before, Hours(OFFICE, "Asia/Bangkok", "x")) == []
    longer = (*OFFICE[:4], (("09:00", "12:00"),), (), ())
    edits = edits_of_hours("s", before, Hours(longer, "Asia/Bangkok", "x"))
    assert {(one.action, one.table, one.key) for one in edits} == {
        ("update", "schedule", ("s0",)),
        ("update", "schedule", ("s1",)),
    }
    assert edits[1].values["byday"] == "MO,TU,WE,TH"


def test_zone_of_its_own() -> None:
    """A zone is made, changed and removed with the rows that have times."""
    before = stored(*rules_of(NIGHT), zone="Asia/Bangkok")
    changed = edits_of_hours("s", before, Hours(NIGHT, "Asia/Tokyo", ""))
    assert [one.action for one in changed if one.table == "schedule_zone"] == ["update", "update"]
    gone = edits_of_hours("s", before, Hours(NIGHT, "", ""))
    assert [one.action for one in gone if one.table == "schedule_zone"] == ["delete", "delete"]
    made = edits_of_hours("s", [], Hours(NIGHT, "Asia/Tokyo", "x"))
    assert [(one.action, one.table) for one in made] == [("create", "schedule"), ("create", "schedule_zone")] * 2
    assert made[0].key == made[1].key


def test_replaced_as_a_whole() -> None:
    """Hours that are no plain week are removed, not mended in part."""
    before = stored({"freq": "MONTHLY", "byday": "1MO", "opens_at": "09:00", "closes_at": "10:00"})
    edits = edits_of_hours("s", before, Hours(ALWAYS, "", "24/7"))
    assert [(one.action, one.table) for one in edits] == [("delete", "schedule"), ("create", "schedule")]


def test_zones() -> None:
    """The zones of the entry's countries stand first, every other one behind, none twice."""
    near, others = zones_of(["TH", "KH"])
    assert near[0] == "Asia/Bangkok"
    assert "Asia/Tokyo" in others
    assert not set(near) & set(others)
