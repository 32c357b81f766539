"""When a service is open: examples (test_opening_properties.py has what holds for any schedule)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest

from directory.domain.opening_hours import RawSchedule, is_open_at, next_opening

EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
OFFICE = RawSchedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:00")
ALWAYS = RawSchedule(freq="WEEKLY", byday=EVERY_DAY, opens_at="00:00", closes_at="23:59")
BROKEN = RawSchedule(freq="WEEKLY", byday="Montag", opens_at="09:00", closes_at="17:00")
NEW_YORK_NIGHTS = RawSchedule(freq="WEEKLY", byday="SA", opens_at="22:00", closes_at="06:00", zone="America/New_York")


def utc(text: str) -> datetime:
    """Return a moment."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def weekly(**fields: Any) -> RawSchedule:
    """Return a schedule of every Wednesday, 09:00 to 17:00 UTC, but for what is given."""
    usual = {"freq": "WEEKLY", "byday": "WE", "opens_at": "09:00", "closes_at": "17:00", "zone": "UTC"}
    return RawSchedule(**(usual | fields))


@pytest.mark.parametrize(
    ("opening", "country", "moment", "expected"),
    [
        (OFFICE, "TH", "2026-11-25T01:59:59", False),
        (OFFICE, "TH", "2026-11-25T02:00", True),
        (OFFICE, "TH", "2026-11-25T09:59:59", True),
        (OFFICE, "TH", "2026-11-25T10:00", False),
        (OFFICE, "TH", "2026-11-28T03:00", False),
        (OFFICE, "NP", "2026-11-25T03:14", False),
        (OFFICE, "NP", "2026-11-25T03:15", True),
        (OFFICE, "NP", "2026-11-22T23:00", False),
        (weekly(zone=None, timezone=5.75), "TH", "2026-11-25T03:15", True),
        (weekly(zone=None, timezone=5.5), None, "2026-11-25T03:30", True),
        (weekly(zone=None, timezone=-5), "US", "2026-07-01T13:30", False),
        (weekly(zone=None, opens_at="09:00-05:00", closes_at="17:00-05:00"), None, "2026-11-25T14:00", True),
        (weekly(opens_at="09:00Z", closes_at="17:00Z"), None, "2026-11-25T09:00", True),
    ],
)
def test_time_zone_of_schedule(opening: RawSchedule, country: str | None, moment: str, *, expected: bool) -> None:
    """Hours are those of the service's own zone, to the second, wherever the person is."""
    assert is_open_at([opening], utc(moment), country) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-08T02:59", False),
        ("2026-03-08T03:00", True),
        ("2026-03-08T09:59", True),
        ("2026-03-08T10:00", False),
        ("2026-11-01T01:59", False),
        ("2026-11-01T02:00", True),
        ("2026-11-01T10:59", True),
        ("2026-11-01T11:00", False),
    ],
)
def test_night_of_clock_change(moment: str, *, expected: bool) -> None:
    """A Saturday night in New York ends at six on Sunday by the clock there, after seven or after nine hours."""
    assert is_open_at([NEW_YORK_NIGHTS], utc(moment), None) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-25T20:00", True),
        ("2026-11-25T15:00", None),
        ("2026-11-25T08:00", False),
    ],
)
def test_country_with_several_zones(moment: str, *, expected: bool | None) -> None:
    """In the United States office hours are known only while all zones there agree."""
    assert is_open_at([OFFICE], utc(moment), "US") is expected
    assert is_open_at([ALWAYS], utc(moment), "US") is True


def test_zones_that_diverge_on_a_day() -> None:
    """Arizona and California share a clock until the night in which only one is put back."""
    opening = RawSchedule(freq="WEEKLY", byday="SU", opens_at="10:00", closes_at="11:00")
    assert is_open_at([opening], utc("2026-11-01T18:30"), "US") is None


@pytest.mark.parametrize(
    ("opens", "moment", "expected"),
    [
        ("01:30", "2026-11-01T05:29", False),
        ("01:30", "2026-11-01T05:30", True),
        ("01:30", "2026-11-01T07:59", True),
        ("02:30", "2026-03-08T07:29", False),
        ("02:30", "2026-03-08T07:30", True),
    ],
)
def test_repeated_and_skipped_hours(opens: str, moment: str, *, expected: bool) -> None:
    """The first of two repeated hours counts, and a skipped hour uses the previous offset, as in RFC 5545."""
    opening = RawSchedule(freq="WEEKLY", byday="SU", opens_at=opens, closes_at="04:00", zone="America/New_York")
    assert is_open_at([opening], utc(moment), None) is expected


@pytest.mark.parametrize("country", [None, "ZZ", "001", "", "no country", "TH"])
def test_line_that_never_closes(country: str | None) -> None:
    """What is always open needs no zone; anything else is not known without one."""
    moments = [utc("2026-11-25T23:59:30") + timedelta(hours=hours) for hours in range(48)]
    assert {is_open_at([ALWAYS], moment, country) for moment in moments} == {True}
    some = [replace(ALWAYS, byday="WE"), replace(ALWAYS, valid_to="2026-11-25"), replace(ALWAYS, until="2026-11-25")]
    if country != "TH":
        assert {is_open_at([opening], utc("2026-11-25T12:00"), country) for opening in some} == {None}
        assert {is_open_at([OFFICE], moment, country) for moment in moments} == {None}
        assert {next_opening([OFFICE], moment, country) for moment in moments} == {None}


@pytest.mark.parametrize("closes", ["24:00", "23:59", "23:59:00", "23:59:59", "24:00:00"])
def test_end_of_day(closes: str) -> None:
    """However the end of the day is written, the last minute belongs to it and the next day does not."""
    opening = weekly(opens_at="00:00", closes_at=closes)
    assert is_open_at([opening], utc("2026-11-25T23:59:59"), None) is True
    assert is_open_at([opening], utc("2026-11-26T00:00"), None) is False


@pytest.mark.parametrize(
    ("openings", "expected"),
    [
        ([], None),
        ([OFFICE], False),
        ([OFFICE, BROKEN], None),
        ([OFFICE, BROKEN, ALWAYS], True),
        ([OFFICE, weekly(valid_to="2026-11-24")], False),
        ([weekly(valid_to="2026-11-24")], None),
        ([weekly(valid_from="2026-11-26")], None),
        ([weekly(opens_at="18:00", closes_at="19:00"), OFFICE], True),
        ([weekly(until="2026-11-24")], False),
    ],
)
def test_several_schedules(openings: list[RawSchedule], *, expected: bool | None) -> None:
    """Any open one opens, all closed ones close, an unreadable one leaves a doubt, an outdated one says nothing."""
    assert is_open_at(openings, utc("2026-11-25T18:00"), "GB") is expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        (weekly(until="2026-11-25"), True),
        (weekly(until="2026-11-25T09:00"), True),
        (weekly(until="2026-11-25T08:59"), False),
        (weekly(until="20261125T090000Z"), True),
        (weekly(until="2026-11-25T09:00:00+01:00"), False),
        (weekly(dtstart="2026-11-26"), False),
        (weekly(dtstart="2026-11-11", interval=2), True),
        (weekly(dtstart="2026-11-18", interval=2), False),
        (weekly(dtstart="2026-11-11", count=3), True),
        (weekly(dtstart="2026-11-11", count=2), False),
        (weekly(dtstart="0001-01-01", count=10**5), None),
        (weekly(dtstart="2010-01-06", count=10**5), True),
        (weekly(dtstart="2020-01-01", count=10**30), True),
        (weekly(dtstart="9999-12-29", count=3), None),
        (weekly(freq="MONTHLY", byday="4WE"), True),
        (weekly(freq="MONTHLY", byday="-1WE"), True),
        (weekly(freq="MONTHLY", byday="1MO,WE"), True),
        (weekly(freq="MONTHLY", byday="2WE"), False),
        (weekly(freq="MONTHLY", byday=None, bymonthday="1,-6"), True),
        (weekly(freq="YEARLY", byday=None, dtstart="2019-11-25"), True),
        (weekly(freq="yearly", byday=None, byyearday="-37"), True),
        (weekly(byweekno="48"), True),
        (weekly(byweekno="-6"), True),
        (weekly(byweekno="47"), False),
        (weekly(freq=None, byday=None, dtstart="2026-11-25"), True),
        (weekly(freq=None, byday=None, valid_from="2026-11-25", valid_to="2026-11-25"), True),
        (weekly(freq=None, byday=None, dtstart="2026-11-18"), None),
        (weekly(freq=None, byday=None, valid_from="2026-01-01", valid_to="2026-12-31"), None),
        (weekly(freq=None, byday=None, dtstart="2026-11-26"), None),
        (weekly(freq=None, byday=None, dtstart="2026-11-25", valid_from="2026-11-26"), None),
        (weekly(freq=None, dtstart="2026-11-25"), None),
        (weekly(freq=None), None),
        (weekly(byday=None, dtstart="2026-11-25", byweekno="48"), None),
        (weekly(byday=None), None),
        (weekly(interval=2), None),
        (weekly(count=5), None),
        (weekly(byday="1WE"), None),
        (weekly(opens_at="00:00", closes_at="00:00"), None),
        (weekly(closes_at=None), None),
        (weekly(opens_at="9 am"), None),
        (weekly(opens_at="08:60"), None),
        (weekly(opens_at="24:00", closes_at="06:00"), None),
        (weekly(closes_at="24:01"), None),
        (weekly(opens_at="09:00Z"), None),
        (weekly(zone="Asia/Bangkok", opens_at="02:00Z", closes_at="10:00Z"), None),
        (weekly(zone="Asia"), None),
        (weekly(zone="../etc/passwd"), None),
        (weekly(zone=None, timezone=float("nan")), None),
        (weekly(zone=None, timezone=float("inf")), None),
        (weekly(zone=None, timezone=15.0), None),
        (weekly(zone=None, timezone=3.0, opens_at="09:00Z", closes_at="10:30Z"), True),
        (weekly(valid_from="soon"), None),
        (weekly(wkst="XX"), None),
        (weekly(bymonthday="0"), None),
        (weekly(bymonthday="32"), None),
        (weekly(bymonthday="25" + ",25" * 2000), None),
    ],
)
def test_recurrence_rules(opening: RawSchedule, *, expected: bool | None) -> None:
    """At ten on Wednesday the 25th of November 2026 a rule says what RFC 5545 and HSDS mean by it, or nothing."""
    assert is_open_at([opening], utc("2026-11-25T10:00"), None) is expected


@pytest.mark.parametrize(
    ("opening", "country", "moment", "expected"),
    [
        (OFFICE, "TH", "2026-11-27T10:00", "2026-11-30T02:00"),
        (OFFICE, "TH", "2026-11-27T09:00", "2026-11-27T09:00"),
        (OFFICE, "US", "2026-11-25T15:00", "2026-11-25T19:00"),
        (NEW_YORK_NIGHTS, None, "2026-10-25T12:00", "2026-11-01T02:00"),
        (weekly(freq="MONTHLY", byday="1MO"), None, "2026-11-25T00:00", "2026-12-07T09:00"),
        (weekly(freq="MONTHLY", byday="1MO"), None, "2026-11-23T08:59", None),
        (weekly(freq="MONTHLY", byday="1MO"), None, "2026-11-23T12:00", "2026-12-07T09:00"),
        (weekly(until="2026-11-18"), None, "2026-11-25T10:00", None),
        (BROKEN, "TH", "2026-11-25T10:00", None),
    ],
)
def test_next_opening(opening: RawSchedule, country: str | None, moment: str, expected: str | None) -> None:
    """The next opening is the first certainly open moment within two weeks, in the time zone of the service."""
    results = next_opening([opening], utc(moment), country)
    assert results == (utc(expected) if expected else None)
    if results and expected != moment and country != "US":
        assert results.strftime("%H:%M") == opening.opens_at


@pytest.mark.parametrize(
    ("wkst", "days"),
    [("MO", [5, 10, 19, 24]), ("SU", [5, 17, 19, 31])],
)
def test_first_day_of_week(wkst: str, days: list[int]) -> None:
    """Every second week is another one where weeks begin on Sunday: the example of RFC 5545, 3.3.10."""
    opening = weekly(dtstart="1997-08-05", interval=2, count=4, byday="TU,SU", wkst=wkst)
    results = [day for day in range(1, 32) if is_open_at([opening], datetime(1997, 8, day, 12, tzinfo=UTC), None)]
    assert results == days


@pytest.mark.parametrize(
    ("wkst", "number", "expected"),
    [
        ("MO", "53", True),
        ("MO", "-1", True),
        ("MO", "1", False),
        ("FR", "1", True),
        ("FR", "-52", True),
        ("FR", "53", False),
    ],
)
def test_week_of_new_year(wkst: str, number: str, *, expected: bool) -> None:
    """1 January 2027, a Friday, is in week 53 of 2026 if weeks begin on Monday, in week 1 if they begin on Friday."""
    opening = weekly(byday="FR", wkst=wkst, byweekno=number)
    assert is_open_at([opening], utc("2027-01-01T12:00"), None) is expected


HOSTILE = {
    "a billion times": RawSchedule(
        freq="DAILY", dtstart="1900-01-01", count=10**9, opens_at="01:00", closes_at="02:00"
    ),
    "more than counted": RawSchedule(
        freq="DAILY", dtstart="0001-01-01", count=10**30, opens_at="01:00", closes_at="02:00"
    ),
    "never, counted": weekly(freq="YEARLY", dtstart="2016-12-01", count=3000, bymonthday="31", byyearday="5"),
    "never": weekly(freq="WEEKLY", dtstart="0001-01-01", interval=2, wkst="SU", bymonthday="31", byyearday="1"),
    "never in steps": weekly(freq="MONTHLY", byday=None, dtstart="0001-02-28", interval=12, bymonthday="30"),
    "no step": weekly(interval=0, dtstart="2020-01-01"),
    "a step back": weekly(interval=-1, dtstart="2020-01-01"),
    "a long step": weekly(freq="DAILY", interval=10**30, dtstart="2020-01-01"),
    "every second": weekly(freq="SECONDLY", dtstart="0001-01-01"),
    "long lists": weekly(freq="YEARLY", byyearday=",".join(map(str, range(1, 10**5))), byday="MO," * 10**5),
    "a long number": weekly(bymonthday="9" * 10**6, closes_at="9" * 10**6, valid_to="9" * 10**6),
    "a long zone": weekly(zone="x" * 10**6),
}


@pytest.mark.parametrize("opening", HOSTILE.values(), ids=HOSTILE)
def test_malicious_rules(opening: RawSchedule) -> None:
    """No rule, however it is made, takes longer than half a second for all that is asked about it."""
    begun = perf_counter()
    assert is_open_at([opening], utc("2026-11-25T10:00"), "TH") in {False, None}
    next_opening([opening], utc("2026-11-25T10:00"), "TH")
    assert perf_counter() - begun < 0.5


def test_old_rules_are_as_fast() -> None:
    """A thousand days of a rule from the year 1 are answered as fast as those of a rule of yesterday."""
    opening = weekly(freq="DAILY", byday=None, interval=3, dtstart="0001-01-01")
    begun = perf_counter()
    results = [is_open_at([opening], utc("2026-11-25T10:00") + timedelta(days=day), None) for day in range(1000)]
    assert perf_counter() - begun < 0.5
    assert results.count(True) in {333, 334}
