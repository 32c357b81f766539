"""The language of the current request: translations, dates, numbers and names."""

from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from typing import Any

import pycountry
from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from locales.catalogue import staff_gettext, staff_ngettext
from locales.registry import LANGUAGES, SOURCE

_LANGUAGE: ContextVar[str] = ContextVar("language", default=SOURCE)


def set_language(code: str) -> None:
    """Set the language (BCP 47) of this request, one of `LANGUAGES`."""
    _LANGUAGE.set(code)


def current_language() -> str:
    """Return the language of this request."""
    return _LANGUAGE.get()


def text_direction() -> str:
    """Return ltr or rtl."""
    return LANGUAGES[current_language()].direction


def negotiate_language(accepted: str) -> str:
    """Return the first supported language of an Accept-Language header, else English."""
    codes = [part.partition(";")[0].strip().replace("-", "_") for part in accepted.split(",")[:20]]
    match = negotiate_locale([code for code in codes if code], [code.replace("-", "_") for code in LANGUAGES])
    return (match or SOURCE).replace("_", "-")


def gettext(message: str) -> str:
    """Return a message in the language of this request."""
    return staff_gettext(current_language(), message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the plural form of a message for a number."""
    return staff_ngettext(current_language(), singular, plural, number)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a message for extraction; it is translated when it is shown."""
    return message


def locale() -> Locale:
    """Return the CLDR locale of the request's language."""
    return Locale.parse(current_language(), sep="-")


def format_day(moment: date | datetime | None) -> str:
    """Return a date in the locale's medium format."""
    return format_date(moment, "medium", locale()) if moment else ""


def format_moment(at: datetime | None) -> str:
    """Return a date and time in UTC, with the zone."""
    return f"{format_datetime(at, 'short', locale=locale())} UTC" if at else ""


def format_number(of: float) -> str:
    """Return a number in the locale's format."""
    return format_decimal(of, locale=locale())


def country_name(code: str | None) -> str:
    """Return a country's name (ISO 3166-1), or the code if CLDR has no name."""
    return str(locale().territories.get(code or "", code or ""))


def language_name(code: str | None) -> str:
    """Return a language's name (BCP 47), in English (ISO 639) if CLDR has none in the request's language."""
    tag = code or ""
    try:
        return str(Locale.parse(tag, sep="-").get_display_name(locale())) or tag
    except (ValueError, UnknownLocaleError):
        first = tag.partition("-")[0]
        return str(locale().languages.get(first) or _iso_639_name(first) or tag)


@cache
def _iso_639_name(code: str) -> str | None:
    """Return the English name of a language, or of a family such as "Karen languages"."""
    known: tuple[Any, ...] = (pycountry.languages, pycountry.language_families)
    match = next(filter(None, (each.get(alpha_3=code) for each in known)), None)
    return match.name if match else None
