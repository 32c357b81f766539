"""The reader's language, and the names of countries, provinces and languages in it."""

import gettext
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import pycountry
import yaml
from babel import Locale
from babel.lists import format_list

from locales.registry import IN_LATIN_LETTERS, SOURCE

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_LEFT_TO_RIGHT_MARK = "\u200e"

_NAMES_IN_LATIN_LETTERS = Locale(SOURCE)
"""Whoever writes Hindi in Latin letters reads English names of countries, days and languages, and no others."""


def locale_of(language: str) -> Locale:
    """Return the locale of a language of the registry or of one in another script (BCP 47)."""
    return _NAMES_IN_LATIN_LETTERS if language in IN_LATIN_LETTERS else Locale.parse(language, sep="-")


Isolate = Callable[[str], str]
"""Encloses a value in direction marks, so that a text can include it."""


def make_isolate(*, right_to_left: bool, channel: str) -> Isolate:
    """Return the function that encloses values in a text of this direction on this channel.

    Isolates exist since 2013, and older phones show them as boxes; SMS use the left-to-right mark, which exists since
    1993, on each side instead.
    """
    if not right_to_left:
        return lambda value: value
    before, after = (
        (_LEFT_TO_RIGHT_MARK, _LEFT_TO_RIGHT_MARK) if channel == "sms" else (_FIRST_STRONG_ISOLATE, _POP_ISOLATE)
    )
    return lambda value: value if not value or _is_right_to_left(value) else f"{before}{value}{after}"


def _is_right_to_left(value: str) -> bool:
    """Return whether a value has right-to-left letters, so that it needs no isolation."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in value)


def country_name(locale: Locale, code: str) -> str:
    """Return the name of an ISO 3166-1 alpha-2 code from CLDR, or the code."""
    return str(locale.territories.get(code, code))


def short_country_name(locale: Locale, code: str) -> str:
    """Return what people call a country: our name, or that of CLDR."""
    own = _own_names()["countries"].get(code, {})
    return own.get(locale.language) or own.get("") or country_name(locale, code)


def region_name(locale: Locale, code: str) -> str:
    """Return the name of an ISO 3166-2 code: ours, the translation of iso-codes, its own name, or the code."""
    subdivision = pycountry.subdivisions.get(code=code)
    if subdivision is None:
        return code
    name = str(subdivision.name)
    translated = _region_names(locale.language)(name)
    own = _own_names()["regions"].get(code, {})
    return own.get(locale.language) or (translated if translated != name else own.get("", name))


def language_name(locale: Locale, code: str) -> str:
    """Return the name of a BCP 47 code: from CLDR, ours, the English one of ISO 639, or the code."""
    base = code.partition("-")[0]
    own = _own_names()["languages"].get(base, {})
    return str(locale.languages.get(base) or own.get(locale.language) or own.get("") or _iso_639_name(code))


@cache
def _own_names() -> dict[str, dict[str, dict[str, str]]]:
    """Return names.yml: {"languages", "regions" or "countries": {code: {language of the reader: name}}}."""
    names: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(Path(__file__).with_name("names.yml").read_bytes())
    return names


def _iso_639_name(code: str) -> str:
    """Return the English name of a language or language family, such as "kar", or the code."""
    # Families first: they are few, and the table of languages takes 6 MB. No code is in both.
    entry = pycountry.language_families.get(alpha_3=code) or pycountry.languages.get(alpha_3=code)
    return str(entry.name) if entry else code


@cache
def _region_names(language: str) -> Callable[[str], str]:
    """Return the function that translates province names into a language (iso-codes)."""
    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True).gettext


_SPANISH_AND = re.compile(r" y (?=[ií]|hi(?!e))", re.IGNORECASE)
"""Spanish "y" that becomes "e" before the sound of i; CLDR's list pattern can't do that."""


class Translate(Protocol):
    """Translates responses into the reader's language."""

    def __call__(self, response: str, count: int | None = None) -> str:
        """Return the text of a response ("utter_need_shelter"), in the plural form for `count` if it has one."""


@dataclass(frozen=True, slots=True)
class ReaderLocale:
    """The locale of a reader, translations for them, and how values are enclosed in their texts."""

    locale: Locale
    translate: Translate
    translate_into: Callable[[str, str], str]
    """(language, response): the text of a response in another language than the reader's."""
    isolate: Isolate

    @classmethod
    def create(
        cls, locale: Locale, translate: Translate, translate_into: Callable[[str, str], str], channel: str
    ) -> "ReaderLocale":
        """Return the locale of a reader of this language on this channel."""
        isolate = make_isolate(right_to_left=locale.text_direction == "rtl", channel=channel)
        return cls(locale, translate, translate_into, isolate)

    def country(self, code: str) -> str:
        """Return the name of an ISO 3166-1 alpha-2 code."""
        return self.isolate(country_name(self.locale, code))

    def short_country(self, code: str) -> str:
        """Return the short name of an ISO 3166-1 alpha-2 code, for choices."""
        return self.isolate(short_country_name(self.locale, code))

    def region(self, code: str) -> str:
        """Return the name of an ISO 3166-2 code."""
        return self.isolate(region_name(self.locale, code))

    def language(self, code: str) -> str:
        """Return the name of a BCP 47 code."""
        return self.isolate(language_name(self.locale, code))

    def join(self, items: Iterable[str]) -> str:
        """Return the items as a list in the reader's language (CLDR)."""
        joined = str(format_list(list(items), locale=self.locale))
        return _SPANISH_AND.sub(" e ", joined) if self.locale.language == "es" else joined
