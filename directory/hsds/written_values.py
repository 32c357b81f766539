"""Judge texts that must be written in a certain way: web addresses, dates, codes."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

import pycountry

from directory.hsds.errors import refuse
from directory.hsds.plain_values import text
from directory.hsds.schema import Field

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_URI: Final = re.compile(r"https?://(?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+", re.ASCII | re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^@\s\x00-\x1f,;<>]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME: Final = re.compile(r"([01]\d|2[0-4]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_E164: Final = re.compile(r"\+[1-9][0-9]{3,14}", re.ASCII)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)

_OLD_LANGUAGES: Final = frozenset({"iw", "in", "ji", "mo"})
"""Codes that files still have and ISO 639 has replaced."""


def is_uuid(value: str) -> bool:
    """Tell whether a text is a UUID."""
    return _UUID.fullmatch(value) is not None


def uuid(value: Any, field: Field) -> str:
    """Return a UUID as it is written."""
    if not is_uuid(text(value, field)):
        refuse("This is not a UUID.", "Use one such as 3f7b145d-84af-42d7-8fae-eaca714b02b2.")
    return str(value)


def _matching(pattern: re.Pattern[str], what: str, mend: str) -> Callable[[Any, Field], str]:
    def judge(value: Any, field: Field) -> str:
        if not pattern.fullmatch(text(value, field)):
            refuse(what, mend)
        return str(value)

    return judge


uri: Final = _matching(_URI, "This is not a web address.", "Begin it with https:// and leave no spaces in it.")
email: Final = _matching(_EMAIL, "This is not an e-mail address.", "Write one, such as help@example.org.")
time: Final = _matching(_TIME, "This is not a time of day.", "Write it as hours and minutes, such as 09:30.")
e164: Final = _matching(_E164, "This is not an international number.", "Write + and digits, with the country code.")
_tag: Final = _matching(_LANGUAGE, "This is not a language tag.", "Use BCP 47, such as my, th or pt-BR.")


def date(value: Any, field: Field) -> str:
    """Return a day, or a moment that begins with one, as it is written."""
    if _DATE.match(text(value, field)) is None or _moment(value) is None:
        refuse("This is not a date.", "Write it as year-month-day, such as 2026-11-25.")
    return str(value)


def instant(value: Any, field: Field) -> str:
    """Return a moment with its time zone (RFC 3339) as it is written."""
    moment = _moment(text(value, field))
    if moment is None or moment.tzinfo is None or "T" not in value.upper() or _DATE.match(value) is None:
        refuse("This is not a date with a time.", "Write it as 2026-11-25T16:00:00Z, with its time zone.")
    return str(value)


def past(value: Any, field: Field) -> str:
    """Return a moment that is not yet to come."""
    if datetime.fromisoformat(instant(value, field)) > datetime.now(UTC):
        refuse("This moment is still to come.", "Give the day on which it was done.")
    return str(value)


def language(value: Any, field: Field) -> str:
    """Return a tag whose language ISO 639 has."""
    if _tag(value, field).split("-", maxsplit=1)[0].lower() not in _languages():
        refuse("No language has this code.", "Use BCP 47, such as my, th or pt-BR.")
    return str(value)


def country(value: Any, field: Field) -> str:
    """Return a country of ISO 3166-1."""
    if text(value, field) not in _countries():
        refuse("This is not a country code of ISO 3166-1.", "Use two capital letters, such as TH.")
    return str(value)


def region(value: Any, field: Field) -> str:
    """Return a region of ISO 3166-2."""
    found = pycountry.subdivisions.get(code=text(value, field))
    if found is None or found.code != value:
        refuse("This is not a region code of ISO 3166-2.", "Use one such as TH-50.")
    return str(value)


def zone(value: Any, field: Field) -> str:
    """Return the name of a time zone."""
    if text(value, field) not in _zones():
        refuse("This is not the name of a time zone.", "Use one such as Asia/Bangkok.")
    return str(value)


@cache
def _countries() -> frozenset[str]:
    return frozenset(one.alpha_2 for one in pycountry.countries)


@cache
def _languages() -> frozenset[str]:
    known: list[Any] = [*pycountry.languages, *pycountry.language_families]
    codes = (getattr(one, name, None) for one in known for name in ("alpha_2", "alpha_3", "bibliographic"))
    return frozenset(code for code in codes if code) | _OLD_LANGUAGES


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
