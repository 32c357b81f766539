"""When a service is open, for any schedule: dateutil's own occurrences say the same, and nothing raises."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.domain.opening_hours import RawSchedule, is_open_at, next_opening

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ZONES = ("Asia/Bangkok", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe")

moments = st.datetimes(datetime(2019, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
clocks = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
dates = st.dates(date(2018, 2, 1), date(2026, 12, 31))


def listed(values: st.SearchStrategy[Any]) -> st.SearchStrategy[str]:
    """Return comma-separated lists."""
    return st.lists(values, min_size=1, max_size=5, unique=True).map(lambda results: ",".join(map(str, results)))


def numbers(limit: int, lowest: int | None = None) -> st.SearchStrategy[str]:
    """Return lists of numbers that RFC 5545 allows."""
    return listed(st.integers(lowest or -limit, limit).filter(bool))


@st.composite
def rules(draw: Callable[[st.SearchStrategy[Any]], Any]) -> RawSchedule:
    """Return a rule that can be understood and that occurs some time: dateutil would search until the year 9999."""
    freq = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    nth = st.sampled_from([f"{n}{day}" for n in (1, 2, 4, -1, -3) for day in DAYS])
    by: dict[str, st.SearchStrategy[str]] = {"byday": listed(st.sampled_from(DAYS))}
    if freq in {"MONTHLY", "YEARLY"}:
        by["byday"] |= listed(nth)
        by["bymonthday"] = numbers(31)
        by["byyearday"] = numbers(366)
    fields: dict[str, Any] = {}
    if draw(st.booleans()):
        name = draw(st.sampled_from(sorted(by)))
        fields[name] = draw(by[name])
    if freq == "WEEKLY" and "byday" in fields and draw(st.booleans()):
        # dateutil 2.8.2 does not know the first week of a year by its number from the end.
        fields["byweekno"] = draw(numbers(53, -51))
    if not fields or set(fields) == {"byday"}:
        fields["interval"] = draw(st.integers(1, 4))
    ends = draw(st.sampled_from(("count", "until", "")))
    if ends:
        fields[ends] = draw(st.integers(1, 40) if ends == "count" else dates.map(date.isoformat))
    opens, closes = draw(st.lists(clocks, min_size=2, max_size=2, unique=True))
    fields |= {"wkst": draw(st.sampled_from(DAYS)), "zone": draw(st.sampled_from(ZONES))}
    first = draw(dates if freq != "WEEKLY" else dates.filter(lambda day: day.month > 1))
    return RawSchedule(freq=freq, dtstart=first.isoformat(), opens_at=opens, closes_at=closes, **fields)


def slowly(opening: RawSchedule, moment: datetime) -> bool:
    """Return whether a rule is open by walking through all of dateutil's occurrences from the first."""
    opens, closes = (time.fromisoformat(text or "") for text in (opening.opens_at, opening.closes_at))
    zone = ZoneInfo(opening.zone or "")
    for start in takewhile(lambda start: start.replace(tzinfo=zone) <= moment, occurrences(opening, opens)):
        end = datetime.combine(start.date() + timedelta(days=closes <= opens), closes)
        if moment < end.replace(tzinfo=zone):
            return True
    return False


def occurrences(opening: RawSchedule, opens: time) -> rrule.rrule:
    """Return dateutil's own occurrences of a rule, by the clock of its zone."""
    text = (
        f"FREQ={opening.freq};INTERVAL={opening.interval or 1};WKST={opening.wkst}"
        + (f";COUNT={opening.count}" if opening.count else "")
        + (f";UNTIL={opening.until.replace('-', '')}T235959" if opening.until else "")
    )
    for name in ("byday", "byweekno", "bymonthday", "byyearday"):
        if value := getattr(opening, name):
            text += f";{name.upper()}={value}"
    first = datetime.combine(date.fromisoformat(opening.dtstart or ""), opens)
    results = rrule.rrulestr(text, dtstart=first)
    assert isinstance(results, rrule.rrule)
    return results


@given(rules(), st.data())
@settings(max_examples=1000, deadline=None)
def test_agrees_with_dateutil(opening: RawSchedule, data: st.DataObject) -> None:
    """At any moment, a rule is open exactly when one of the occurrences that dateutil lists is going on."""
    moment = data.draw(moments)
    # Later than ten years after its first day, a count is not known to have ended a rule.
    results = takewhile(lambda start: start.year < 2028, occurrences(opening, time()))
    near = list(islice(results, 60))
    if data.draw(st.booleans()) and near:
        # Mostly it is closed: look at a day on which it is not.
        about = st.integers(-600, 2000).map(lambda minutes: timedelta(minutes=minutes))
        moment = data.draw(st.sampled_from(near)).replace(tzinfo=UTC) + data.draw(about)
    assert is_open_at([opening], moment, None) is slowly(opening, moment)


junk = st.text(max_size=12) | st.sampled_from(
    (
        "",
        "24:00",
        "-0",
        "1WE",
        "MO,,TU",
        "2026-11-25",
        "20261125T000000Z",
        "0001-01-01",
        "9999-12-31",
        "W",
        "٣",
        "Z",
        "\0",
    )
)
whole = st.none() | st.integers() | st.integers(-3, 3)
fields = {name: st.none() | junk for name in RawSchedule.__dataclass_fields__}
good = {"freq": st.sampled_from(("WEEKLY", "MONTHLY", "DAILY", "YEARLY")), "opens_at": clocks, "closes_at": clocks}
mixed = fields | {name: strategy | fields[name] for name, strategy in good.items()}
others = {"count": whole, "interval": whole, "timezone": st.none() | st.floats()}
openings = st.lists(st.builds(RawSchedule, **(mixed | others)), max_size=3)
countries = st.sampled_from(("TH", "NP", "US", "RU", "AQ", "ZZ", "001", None)) | st.text(max_size=3)


@given(openings, moments, countries)
@settings(max_examples=400, deadline=None)
def test_never_raises(openings: list[RawSchedule], moment: datetime, country: str | None) -> None:
    """Any schedule is open, closed or not known."""
    assert is_open_at(openings, moment, country) in {True, False, None}
    next_opening(openings, moment, country)


@given(st.lists(rules(), min_size=1, max_size=3), moments, st.lists(st.floats(0, 0.999), max_size=20))
@settings(max_examples=200, deadline=None)
def test_next_opening_is_earliest(openings: list[RawSchedule], moment: datetime, parts: list[float]) -> None:
    """It is open at the next opening, within two weeks, and at no moment before it."""
    results = next_opening(openings, moment, None)
    assert results is None or is_open_at(openings, results, None) is True
    wait = timedelta(days=14) if results is None else results.astimezone(UTC) - moment
    assert wait <= timedelta(days=14)
    assert True not in {is_open_at(openings, moment + part * wait, None) for part in parts if wait}


@given(openings, moments, countries)
@settings(max_examples=200, deadline=None)
def test_order_of_schedules_does_not_matter(openings: list[RawSchedule], moment: datetime, country: str | None) -> None:
    """Schedules may come in any order, and one that is there twice changes nothing."""
    assert is_open_at([*reversed(openings), *openings], moment, country) is is_open_at(openings, moment, country)
