"""What the value of one field is called: names where the directory has codes."""

from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.models import Organization
from directory.staff.entry import naming
from directory.staff.entry.places import region_name
from directory.staff.entry.week import DAYS
from directory.staff.records.filters import NEEDS
from directory.staff.records.labels import choice, label, table_label
from directory.staff.speaking import N_, country_name, gettext, language_name, locale, spoken
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
        ("audience", "code"): naming.audience,
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
    return f"{count} {naming.weekday(DAYS.index(code))}".strip() if code in DAYS else part
