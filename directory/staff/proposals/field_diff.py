"""Compare a proposal with the stored rows, field by field and word by word, with labels in place of codes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.models import Organization
from directory.moderation.changes import load_row
from directory.moderation.diff import FieldDiff
from directory.moderation.edits import Action, Key
from directory.staff import labels
from directory.staff.crud.filters import NEED_LABELS
from directory.staff.i18n import N_, country_name, current_language, gettext, language_name, locale
from directory.staff.labels import choice_label, field_label, table_label
from directory.staff.proposals.summaries import is_shown
from directory.staff.service_entry.coverage_form import region_name
from directory.staff.service_entry.weekly_hours import DAYS, EXTRA_FIELDS, RULE_FIELDS, week_from_schedules
from directory.taxonomy import need_term_id

_NEEDS: Final = {need_term_id(need): name for need, name in NEED_LABELS.items()}
_TABLE_LABELLED: Final = frozenset({("language", "code"), ("audience", "code"), ("nationality", "country")})
"""Fields that are labelled with their table, of which they are the only content."""
_CHOICE_FIELDS: Final = frozenset({"status", "type", "location_type", "address_type"})
_ORGANIZATIONS: Final = frozenset({"organization_id", "parent_organization_id"})
_FREQUENCIES: Final = {
    "DAILY": N_("Every day"),
    "WEEKLY": N_("Every week"),
    "MONTHLY": N_("Every month"),
    "YEARLY": N_("Every year"),
}
_FREQUENCY: Final = N_("How often")
_EMPTY_SCHEDULE: Final = dict.fromkeys((*RULE_FIELDS, *EXTRA_FIELDS, "interval", "wkst", "zone"))
_UNSPACED_SCRIPTS: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Scripts without spaces between words, compared by character: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_COMBINING_MARKS: Final = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u105e-\u1060\u17b4-\u17d3"
)
"""Combining marks, which stay with the character before them."""
_TOKEN: Final = re.compile(rf"[{_UNSPACED_SCRIPTS}][{_COMBINING_MARKS}]*|[^\W{_UNSPACED_SCRIPTS}]+|\s+|.", re.DOTALL)
_MAX_TOKENS: Final = 2_000
"""Comparing takes quadratic time; longer texts are shown as a whole."""
_NAME_FIELDS: Final = ("name", "number", "address_1", "document", "option", "url", "zone", "description")
"""The fields that identify a row to a reader, in order of preference."""


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A run of words; `differs` if the other text has other words here."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """The old and new value of one field; `now` is the stored value if it conflicts."""

    name: str
    old: tuple[DiffPart, ...]
    new: tuple[DiffPart, ...]
    now: str | None


@dataclass(frozen=True, slots=True)
class RowComparison:
    """One row that is created, changed or removed, with its label, its name and its fields."""

    action: Action
    kind: str
    name: str
    language: str | None
    fields: tuple[FieldComparison, ...]


def compare_rows(connection: Connection, fields: Iterable[FieldDiff]) -> list[RowComparison]:
    """Return the rows of a change, without derived ones."""
    visible = [field for field in fields if not field.is_derived]
    return [
        _diff_row(connection, *row, list(row_fields))
        for row, row_fields in groupby(visible, lambda field: (field.action, field.table, field.key))
    ]


def _diff_row(connection: Connection, action: Action, table: str, key: Key, fields: list[FieldDiff]) -> RowComparison:
    comparisons = tuple(_diff_fields(connection, fields))
    if table == "translation":
        return RowComparison(action, table_label(table), field_label("", key[1]), key[2], comparisons)
    return RowComparison(action, table_label(table), _row_name(connection, table, key), None, comparisons)


def _row_name(connection: Connection, table: str, key: Key) -> str:
    """Return the stored name of a row; "" for a new row, whose fields are all listed."""
    row = load_row(connection, table, key) or {}
    return next((str(row[field]) for field in _NAME_FIELDS if row.get(field)), "")


def _diff_fields(connection: Connection, fields: Sequence[FieldDiff]) -> Iterator[FieldComparison]:
    visible = [field for field in fields if is_shown(field.table, field.field)]
    hours = _schedule_diff(connection, visible)
    if hours is not None:
        if any(hours):
            yield FieldComparison(gettext("Days and times"), *diff_words(*hours), None)
        visible = [field for field in visible if field.field not in RULE_FIELDS]
    for field in visible:
        old, new = (display_value(connection, field.table, field.field, value) for value in (field.old, field.new))
        now = display_value(connection, field.table, field.field, field.now) if field.conflicts else None
        yield FieldComparison(field_name(field.table, field.field), *diff_words(old, new), now)


def _schedule_diff(connection: Connection, fields: Sequence[FieldDiff]) -> tuple[str, str] | None:
    if not fields or fields[0].table != "schedule":
        return None
    is_there = fields[0].action is Action.UPDATE
    return diff_hours(fields, (load_row(connection, "schedule", fields[0].key) or {}) if is_there else {})


def diff_hours(fields: Sequence[FieldDiff], stored: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the hours before and after a change of one schedule, or None if a week can't express them.

    Unchanged fields come from the `stored` row, which the change must not have reached yet.
    """
    if not any(field.field in RULE_FIELDS for field in fields):
        return None
    if fields[0].action is Action.UPDATE and any(field.now is None or field.now != field.old for field in fields):
        return None
    before = _week_text(stored, ((field.field, field.old) for field in fields))
    after = _week_text(stored, ((field.field, field.new) for field in fields))
    return None if before is None or after is None else (before, after)


def _week_text(stored: Mapping[str, Any], values: Iterable[tuple[str, Any]]) -> str | None:
    week = week_from_schedules([{**_EMPTY_SCHEDULE, **stored, **dict(values)}])
    return None if week is None else labels.week_label(week)


def field_name(table: str, field: str) -> str:
    """Return the label of a field."""
    if (table, field) in _TABLE_LABELLED:
        return table_label(table)
    return gettext(_FREQUENCY) if field == "freq" else field_label(table, field)


def display_value(connection: Connection, table: str, field: str, value: Any) -> str:
    """Return a value with names in place of codes; "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if field in _ORGANIZATIONS:
        stmt = select(col(Organization.name)).where(col(Organization.id) == value)
        return connection.scalar(stmt) or str(value)
    return _coded_value(table, field, str(value))


def _coded_value(table: str, field: str, value: str) -> str:
    names = {
        ("language", "code"): language_name,
        ("audience", "code"): labels.audience_label,
        ("coverage", "region"): lambda code: region_name(code, current_language()),
        ("schedule", "byday"): _days,
        ("schedule", "wkst"): _days,
    }
    if (table, field) in names:
        return names[table, field](value)
    return _named_value(field, value)


def _named_value(field: str, value: str) -> str:
    if field == "country":
        return country_name(value)
    if field == "currency":
        return str(locale().currencies.get(value, value))
    named = {"taxonomy_term_id": _NEEDS, "freq": _FREQUENCIES}.get(field, {})
    if value in named:
        return gettext(named[value])
    return choice_label(value) if field in _CHOICE_FIELDS else value


def _days(value: str) -> str:
    """Return the names of HSDS day codes, such as MO,WE or 1MO for the first Monday."""
    return ", ".join(_day(part.strip()) for part in value.split(","))


def _day(part: str) -> str:
    count, code = part[:-2], part[-2:].upper()
    return f"{count} {labels.weekday_label(DAYS.index(code))}".strip() if code in DAYS else part


def diff_words(old: str, new: str) -> tuple[tuple[DiffPart, ...], tuple[DiffPart, ...]]:
    """Return both texts split into equal and different parts."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) + len(after) > _MAX_TOKENS:
        return (DiffPart(old, differs=True),), (DiffPart(new, differs=True),)
    olds: list[DiffPart] = []
    news: list[DiffPart] = []
    for kind, first, last, start, end in SequenceMatcher(None, before, after).get_opcodes():
        _append(olds, "".join(before[first:last]), differs=kind != "equal")
        _append(news, "".join(after[start:end]), differs=kind != "equal")
    return tuple(olds), tuple(news)


def _append(parts: list[DiffPart], text: str, *, differs: bool) -> None:
    if text:
        parts.append(DiffPart(text, differs))
