"""The opening hours of an entry: a row for each weekday, in a form that needs no script."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from directory.staff.context import field_of
from directory.staff.i18n import N_, gettext
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.service_entry.access import entry_to_change, put_forward
from directory.staff.service_entry.hours_edits import Hours, edits_of_hours, in_keeping, printed, stored_hours, zones_of
from directory.staff.service_entry.labels import weekday
from directory.staff.service_entry.loader import Entry
from directory.staff.service_entry.weekly_hours import (
    ALWAYS,
    CLOSED,
    DAY_LONG,
    DAYS,
    PAIRS_A_DAY,
    NoTimeError,
    Pair,
    Week,
    clock,
)

_HALF: Final = N_("Write both: when it opens and when it closes.")
_SAME: Final = N_("It opens and closes at the same time. For a whole day, choose day and night.")
_NO_TIME: Final = N_("Write a time such as 09:30.")
_UNKNOWN_ZONE: Final = N_("Choose a time zone of the list.")
_REPLACE: Final = N_("Say that the hours below take the place of those that stand there.")

_WORKING_DAYS: Final = 5
_SAME_HOURS: Final = "same"
"""How the fields are called that fill the empty days from Monday to Friday."""


@dataclass(frozen=True, slots=True)
class Row:
    """One weekday in the form, as it was typed."""

    code: str
    name: str
    day_long: bool
    times: tuple[Pair, ...]
    wrong: str = ""


def show(request: Request) -> Response:
    """Show the hours that stand there in a form."""
    entry = entry_to_change(request)
    stored = stored_hours(entry.schedules)
    week, zone = (stored.week, stored.zone) if stored else (CLOSED, "")
    typed = {"always": week == ALWAYS, "zone": zone, "printed": printed(entry.schedules)}
    return _form(request, entry, _rows_of(week), typed, {})


def save(request: Request) -> Response:
    """Propose the hours that were filled in."""
    entry = entry_to_change(request)
    always, zone = field_of(request, "always") == "yes", field_of(request, "zone")
    rows = _rows_posted(request)
    near, others = zones_of(entry.countries)
    wrong = {}
    if zone not in {"", *near, *others, *(row["zone"] for row in entry.schedules)}:
        wrong["zone"] = gettext(_UNKNOWN_ZONE)
    if stored_hours(entry.schedules) is None and field_of(request, "replace") != "yes":
        wrong["replace"] = gettext(_REPLACE)
    typed = {"always": always, "zone": zone, "printed": field_of(request, "printed")}
    if wrong or (not always and any(row.wrong for row in rows)):
        return _form(request, entry, rows, typed, wrong, 422)
    week = ALWAYS if always else tuple(_day(row) for row in rows)
    wanted = in_keeping(Hours(week, zone, field_of(request, "printed")), entry.schedules)
    done = put_forward(request, entry, edits_of_hours(entry.id, entry.schedules, wanted))
    return _form(request, entry, rows, typed, {"": done}, 422) if isinstance(done, str) else done


def _form(  # noqa: PLR0913, PLR0917 - what the form shows
    request: Request,
    entry: Entry,
    rows: list[Row],
    typed: dict[str, object],
    wrong: dict[str, str],
    status: int = 200,
) -> Response:
    near, others = zones_of(entry.countries)
    known = [str(typed["zone"])] if typed["zone"] and typed["zone"] not in {*near, *others} and not wrong else []
    return render(
        request,
        "entry/hours.html",
        status=status,
        entry=entry,
        rows=rows,
        typed=typed,
        wrong=wrong,
        zones=[*known, *near],
        more_zones=others,
        is_plain=stored_hours(entry.schedules) is not None,
        replaces=field_of(request, "replace") == "yes",
    )


def _rows_of(week: Week) -> list[Row]:
    """Return the rows of a week; of a whole day no times are shown, the choice says it."""
    return [
        Row(code, weekday(number), DAY_LONG in pairs, _padded([pair for pair in pairs if pair != DAY_LONG]))
        for number, (code, pairs) in enumerate(zip(DAYS, week, strict=True))
    ]


def _rows_posted(request: Request) -> list[Row]:
    return [_row_posted(request, number, code) for number, code in enumerate(DAYS)]


def _row_posted(request: Request, number: int, code: str) -> Row:
    pairs, day_long = _pairs_posted(request, code), field_of(request, f"{code}-long") == "yes"
    if number < _WORKING_DAYS and not day_long and not any(map(any, pairs)):
        pairs = _pairs_posted(request, _SAME_HOURS)
    row = Row(code, weekday(number), day_long, _padded(pairs))
    return row if day_long else Row(code, row.name, day_long, row.times, _wrong(pairs))


def _pairs_posted(request: Request, code: str) -> list[Pair]:
    numbers = range(1, PAIRS_A_DAY + 1)
    return [(field_of(request, f"{code}-opens-{one}"), field_of(request, f"{code}-closes-{one}")) for one in numbers]


def _wrong(pairs: list[Pair]) -> str:
    """Return what is wrong with the times of a day, "" where nothing is."""
    for opens, closes in pairs:
        if not opens and not closes:
            continue
        if not opens or not closes:
            return gettext(_HALF)
        try:
            same = clock(opens) == clock(closes, closes=True)
        except NoTimeError:
            return gettext(_NO_TIME)
        if same:
            return gettext(_SAME)
    return ""


def _day(row: Row) -> tuple[Pair, ...]:
    if row.day_long:
        return (DAY_LONG,)
    return tuple(sorted({(clock(opens), clock(closes, closes=True)) for opens, closes in row.times if opens}))


def _padded(pairs: list[Pair]) -> tuple[Pair, ...]:
    return (*pairs, *[("", "")] * PAIRS_A_DAY)[:PAIRS_A_DAY]


PAGES: Final = (
    Page("/services/{service_id}/hours", show, May.PROPOSE),
    Page("/services/{service_id}/hours", save, May.PROPOSE, method="POST"),
)
