"""What countries, provinces and languages are called in a reader's language."""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pycountry
import yaml
from babel import Locale


def country_name(locale: Locale, code: str) -> str:
    """Return the name of an ISO 3166-1 alpha-2 code (CLDR), else the code."""
    return str(locale.territories.get(code, code))


def region_name(locale: Locale, code: str) -> str:
    """Return the name of an ISO 3166-2 code: ours, else iso-codes' translation, else its name there, else the code."""
    subdivision = pycountry.subdivisions.get(code=code)
    if subdivision is None:
        return code
    name = str(subdivision.name)
    translated = _region_names(locale.language)(name)
    usual = _file()["regions"].get(code, {})
    return usual.get(locale.language) or (translated if translated != name else usual.get("", name))


def language_name(locale: Locale, code: str) -> str:
    """Return the name of a BCP 47 code: CLDR's, else ours, else the English one of ISO 639, else the code."""
    base = code.partition("-")[0]
    usual = _file()["languages"].get(base, {})
    return str(locale.languages.get(base) or usual.get(locale.language) or usual.get("") or _iso_639_name(code))


@cache
def _file() -> dict[str, dict[str, dict[str, str]]]:
    """Read our own names: {"languages" or "regions": {code: {language of the reader: name}}}."""
    names: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(Path(__file__).with_name("names.yml").read_bytes())
    return names


def _iso_639_name(code: str) -> str:
    """Return the English name of a language or of a family of languages, such as "kar", else the code."""
    # Families first: they are few, and the languages, which are then rarely asked for, take 6 MB. No code is in both.
    found = pycountry.language_families.get(alpha_3=code) or pycountry.languages.get(alpha_3=code)
    return str(found.name) if found else code


@cache
def _region_names(language: str) -> Callable[[str], str]:
    """Return the translations of province names that iso-codes has for a language."""
    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True).gettext
