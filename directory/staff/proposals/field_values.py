"""What the value of one field is called: names where the directory has codes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.models import Organization
from directory.moderation.diff import FieldRead
from directory.moderation.edits import Action
from directory.staff.crud.filters import NEEDS
from directory.staff.i18n import N_, country_name, gettext, language_name, locale, spoken
from directory.staff.labels import choice, label, table_label
from directory.staff.service_entry import labels
from directory.staff.service_entry.coverage_form import region_name
from directory.staff.service_entry.weekly_hours import DAYS, MORE, RULE, week_of
from directory.taxonomy import need_term

_NEEDS: Final = {need_term(need): name for need, name in NEEDS.items()}
_OF_TABLE: Final = frozenset({("language", "code"), ("audience", "code"), ("nationality", "country")})
"""Fields that are all that their table says: they are called as it is."""
_CHOSEN: Final = frozenset({"status", "type", "location_type", "address_type"})
_ORGANIZATIONS: Final = frozenset({"organization_id", "parent_organization_id"})
_OFTEN: Final = {
    "DAILY": N_("Every day"),
    "WEEKLY": N_("Every week"),
    "MONTHLY": N_("Every month"),
    "YEARLY": N_("Every year"),
}
_HOW_OFTEN: Final = N_("How often")


def name_of_field(table: str, field: str) -> str:
    """Return what a field is called."""
    if (table, field) in _OF_TABLE:
        return table_label(table)
    return gettext(_HOW_OFTEN) if field == "freq" else label(table, field)


def said(connection: Connection, table: str, field: str, value: Any) -> str:
    """Return a value as a reader knows it; "" where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if field in _ORGANIZATIONS:
        named = select(col(Organization.name)).where(col(Organization.id) == value)
        return connection.scalar(named) or str(value)
    return _coded(table, field, str(value))


def _coded(table: str, field: str, value: str) -> str:
    names = {
        ("language", "code"): language_name,
        ("audience", "code"): labels.audience,
        ("coverage", "region"): lambda code: region_name(code, spoken()),
        ("schedule", "byday"): _days,
        ("schedule", "wkst"): _days,
    }
    if (table, field) in names:
        return names[table, field](value)
    return _named(field, value)


def _named(field: str, value: str) -> str:
    if field == "country":
        return country_name(value)
    if field == "currency":
        return str(locale().currencies.get(value, value))
    named = {"taxonomy_term_id": _NEEDS, "freq": _OFTEN}.get(field, {})
    if value in named:
        return gettext(named[value])
    return choice(value) if field in _CHOSEN else value


def _days(value: str) -> str:
    """Return the names of days as HSDS writes them, such as MO,WE or 1MO, the first Monday."""
    return ", ".join(_day(part.strip()) for part in value.split(","))


def _day(part: str) -> str:
    count, code = part[:-2], part[-2:].upper()
    return f"{count} {labels.weekday(DAYS.index(code))}".strip() if code in DAYS else part


_NOTHING: Final = dict.fromkeys((*RULE, *MORE, "interval", "wkst", "zone"))


def sentences(fields: Sequence[FieldRead], stored: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return when it is open before and after a change of one schedule; None where a week does not say all of it.

    What the change leaves as it is is known from the row that is `stored`, as long as the change is not made.
    """
    if not any(one.field in RULE for one in fields):
        return None
    if fields[0].action is Action.UPDATE and any(one.now is None or one.now != one.old for one in fields):
        return None
    before = _said(stored, ((one.field, one.old) for one in fields))
    after = _said(stored, ((one.field, one.new) for one in fields))
    return None if before is None or after is None else (before, after)


def _said(stored: Mapping[str, Any], values: Iterable[tuple[str, Any]]) -> str | None:
    week = week_of([{**_NOTHING, **stored, **dict(values)}])
    return None if week is None else labels.week(week)
