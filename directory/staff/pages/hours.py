"""Edit the opening hours of an entry: one row for each weekday, without a script."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from directory.domain.digits import to_ascii_digits
from directory.staff.auth.roles import Permission
from directory.staff.context import form_field
from directory.staff.i18n import N_, gettext
from directory.staff.labels import weekday_label
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.service_entry.access import get_editable_entry, propose_edits
from directory.staff.service_entry.loader import Entry
from directory.staff.service_entry.weekly_hours import (
    ALWAYS,
    CLOSED,
    DAYS,
    RANGES_PER_DAY,
    WHOLE_DAY,
    InvalidTimeError,
    OpeningHours,
    TimeRange,
    Week,
    hours_edits,
    parse_time,
    stored_hours,
    stored_text,
    time_zones,
    with_matching_text,
)

_BOTH_TIMES_REQUIRED: Final = N_("Write both: when it opens and when it closes.")
_SAME_TIMES: Final = N_("It opens and closes at the same time. For a whole day, choose day and night.")
_INVALID_TIME: Final = N_("Write a time such as 09:30.")
_UNKNOWN_ZONE: Final = N_("Choose a time zone of the list.")
_CONFIRM_REPLACE: Final = N_("Say that the hours below take the place of those that stand there.")

_WORKING_DAYS: Final = 5
_WORKING_DAYS_PREFIX: Final = "same"
"""Prefix of the fields that fill the empty days from Monday to Friday."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """One weekday of the form, as it was typed."""

    code: str
    name: str
    day_long: bool
    times: tuple[TimeRange, ...]
    error: str = ""


def show_hours(request: Request) -> Response:
    """Show the form with the stored hours."""
    entry = get_editable_entry(request)
    stored = stored_hours(entry.schedules)
    week, zone = (stored.week, stored.zone) if stored else (CLOSED, "")
    typed = {"always": week == ALWAYS, "zone": zone, "printed": stored_text(entry.schedules)}
    return _form(request, entry, _rows_from_week(week), typed, {})


def save_hours(request: Request) -> Response:
    """Propose the posted hours."""
    entry = get_editable_entry(request)
    always, zone = form_field(request, "always") == "yes", form_field(request, "zone")
    rows = _rows_from_form(request)
    near, others = time_zones(entry.countries)
    errors = {}
    if zone not in {"", *near, *others, *(row["zone"] for row in entry.schedules)}:
        errors["zone"] = gettext(_UNKNOWN_ZONE)
    if stored_hours(entry.schedules) is None and form_field(request, "replace") != "yes":
        errors["replace"] = gettext(_CONFIRM_REPLACE)
    printed = to_ascii_digits(form_field(request, "printed"))
    typed = {"always": always, "zone": zone, "printed": printed}
    if errors or (not always and any(row.error for row in rows)):
        return _form(request, entry, rows, typed, errors, 422)
    week = ALWAYS if always else tuple(_day_pairs(row) for row in rows)
    hours = with_matching_text(OpeningHours(week, zone, printed), entry.schedules)
    result = propose_edits(request, entry, hours_edits(entry.id, entry.schedules, hours))
    return _form(request, entry, rows, typed, {"": result}, 422) if isinstance(result, str) else result


def _form(  # noqa: PLR0913, PLR0917 - what the form shows
    request: Request,
    entry: Entry,
    rows: list[DayRow],
    typed: dict[str, object],
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    near, others = time_zones(entry.countries)
    known = [str(typed["zone"])] if typed["zone"] and typed["zone"] not in {*near, *others} and not errors else []
    return render(
        request,
        "entry/hours.html",
        status=status,
        entry=entry,
        rows=rows,
        typed=typed,
        errors=errors,
        zones=[*known, *near],
        more_zones=others,
        is_plain=stored_hours(entry.schedules) is not None,
        replaces=form_field(request, "replace") == "yes",
    )


def _rows_from_week(week: Week) -> list[DayRow]:
    """Return the rows of a week; a whole day has a checkbox and no times."""
    return [
        DayRow(code, weekday_label(number), WHOLE_DAY in pairs, _padded([pair for pair in pairs if pair != WHOLE_DAY]))
        for number, (code, pairs) in enumerate(zip(DAYS, week, strict=True))
    ]


def _rows_from_form(request: Request) -> list[DayRow]:
    return [_row_from_form(request, number, code) for number, code in enumerate(DAYS)]


def _row_from_form(request: Request, number: int, code: str) -> DayRow:
    pairs, day_long = _pairs_from_form(request, code), form_field(request, f"{code}-long") == "yes"
    if number < _WORKING_DAYS and not day_long and not any(map(any, pairs)):
        pairs = _pairs_from_form(request, _WORKING_DAYS_PREFIX)
    row = DayRow(code, weekday_label(number), day_long, _padded(pairs))
    return row if day_long else DayRow(code, row.name, day_long, row.times, _error_in(pairs))


def _pairs_from_form(request: Request, code: str) -> list[TimeRange]:
    numbers = range(1, RANGES_PER_DAY + 1)
    return [
        (form_field(request, f"{code}-opens-{number}"), form_field(request, f"{code}-closes-{number}"))
        for number in numbers
    ]


def _error_in(pairs: list[TimeRange]) -> str:
    """Return the error in the times of a day, "" if there is none."""
    for opens, closes in pairs:
        if not opens and not closes:
            continue
        if not opens or not closes:
            return gettext(_BOTH_TIMES_REQUIRED)
        try:
            same = parse_time(opens) == parse_time(closes, closes=True)
        except InvalidTimeError:
            return gettext(_INVALID_TIME)
        if same:
            return gettext(_SAME_TIMES)
    return ""


def _day_pairs(row: DayRow) -> tuple[TimeRange, ...]:
    if row.day_long:
        return (WHOLE_DAY,)
    return tuple(sorted({(parse_time(opens), parse_time(closes, closes=True)) for opens, closes in row.times if opens}))


def _padded(pairs: list[TimeRange]) -> tuple[TimeRange, ...]:
    return (*pairs, *[("", "")] * RANGES_PER_DAY)[:RANGES_PER_DAY]


PAGES: Final = (
    Page("/services/{service_id}/hours", show_hours, Permission.PROPOSE),
    Page("/services/{service_id}/hours", save_hours, Permission.PROPOSE, method="POST"),
)
