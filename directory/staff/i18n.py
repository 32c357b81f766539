"""In which language the pages speak to who reads them."""

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

_NOW: ContextVar[str] = ContextVar("language", default=SOURCE)


def speak(code: str) -> None:
    """Let everything that answers this request speak a language (BCP 47), one of `LANGUAGES`."""
    _NOW.set(code)


def spoken() -> str:
    """Return the language of this request."""
    return _NOW.get()


def direction() -> str:
    """Return ltr or rtl."""
    return LANGUAGES[spoken()].direction


def preferred(accepted: str) -> str:
    """Return the first of ours that a browser's Accept-Language names, else English."""
    wanted = [part.partition(";")[0].strip().replace("-", "_") for part in accepted.split(",")[:20]]
    found = negotiate_locale([code for code in wanted if code], [code.replace("-", "_") for code in LANGUAGES])
    return (found or SOURCE).replace("_", "-")


def gettext(message: str) -> str:
    """Return a text of ours in the language of this request."""
    return staff_gettext(spoken(), message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a text for so many things."""
    return staff_ngettext(spoken(), singular, plural, number)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text that is translated where it is shown."""
    return message


def locale() -> Locale:
    """Return what CLDR knows of the language."""
    return Locale.parse(spoken(), sep="-")


def day(moment: date | datetime | None) -> str:
    """Return a day as people write it."""
    return format_date(moment, "medium", locale()) if moment else ""


def moment(at: datetime | None) -> str:
    """Return a day and time in UTC, and say so."""
    return f"{format_datetime(at, 'short', locale=locale())} UTC" if at else ""


def number(of: float) -> str:
    """Return a number as people write it."""
    return format_decimal(of, locale=locale())


def country_name(code: str | None) -> str:
    """Return a country's name (ISO 3166-1); the code itself where CLDR has no name."""
    return str(locale().territories.get(code or "", code or ""))


def language_name(code: str | None) -> str:
    """Return a language's name (BCP 47) in the language of this request; where CLDR has none, in English (ISO 639)."""
    tag = code or ""
    try:
        return str(Locale.parse(tag, sep="-").get_display_name(locale())) or tag
    except (ValueError, UnknownLocaleError):
        first = tag.partition("-")[0]
        return str(locale().languages.get(first) or _iso_639(first) or tag)


@cache
def _iso_639(code: str) -> str | None:
    """Return the English name of a language, or of a family such as "Karen languages"."""
    known: tuple[Any, ...] = (pycountry.languages, pycountry.language_families)
    found = next(filter(None, (each.get(alpha_3=code) for each in known)), None)
    return found.name if found else None
