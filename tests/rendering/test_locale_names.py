"""Names of countries, provinces and languages in all sixteen languages."""

import csv
import unicodedata
from collections.abc import Callable
from functools import cache

import pycountry
import pytest
from babel import Locale

from bot.rendering.reader_locale import (
    ReaderLocale,
    _own_names,
    country_name,
    language_name,
    region_name,
    short_country_name,
)
from locales.extract import RESPONSES

SIXTEEN = ("en", "th", "lo", "km", "my", "vi", "zh", "es", "fr", "pt", "ar", "ru", "hi", "bn", "id", "fil")
LATIN = {"en", "vi", "es", "fr", "pt", "id", "fil"}
STARTER = RESPONSES.parents[3] / "directory" / "seed"

IN_ENGLISH = {"cnr", "fuf", "kqn", "mgr", "mnk", "skr", "toi"}
"""Languages of the directory that CLDR does not name in all of the sixteen; they are called as in English there."""


@cache
def services() -> list[dict[str, str]]:
    """Return the rows of the seed directory."""
    with (STARTER / "services.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def language_codes() -> frozenset[str]:
    """Return the codes of the languages of the directory."""
    with (STARTER / "tables" / "languages.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(code for row in csv.DictReader(file) for code in row["codes"].split())


def in_own_script(name: str, language: str) -> bool:
    """Return whether a name has letters of the language's script."""
    return language in LATIN or not any(unicodedata.name(c, "").startswith("LATIN") for c in name)


@pytest.mark.parametrize("language", SIXTEEN)
def test_country_names(language: str) -> None:
    """CLDR names each country of the directory in the reader's script."""
    codes = {row["country"] for row in services()} - {"", "*"}
    names = {code: country_name(Locale.parse(language), code) for code in codes}
    assert len(codes) > 60
    assert not {code for code, name in names.items() if name == code or not in_own_script(name, language)}


@pytest.mark.parametrize("language", SIXTEEN)
def test_short_country_names(language: str) -> None:
    """Short names of our own are short and in the reader's script; no two countries have the same name."""
    locale = Locale.parse(language)
    codes = [country.alpha_2 for country in pycountry.countries]
    names = {code: short_country_name(locale, code) for code in codes}
    assert len(set(names.values())) == len(codes)
    changed = {code for code in codes if names[code] != country_name(locale, code)}
    assert changed <= _own_names()["countries"].keys()
    assert not {code for code in changed if len(names[code]) > 19}
    assert not {code for code in changed if not in_own_script(names[code], language)}


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("en", "HK", "Hong Kong"),
        ("en", "MM", "Myanmar"),
        ("es", "AE", "Emiratos"),
        ("ar", "SA", "السعودية"),
        ("th", "HK", "ฮ่องกง"),
        ("vi", "AE", "UAE"),
        ("th", "TH", "ไทย"),
    ],
)
def test_short_country_names_are_what_people_say(language: str, code: str, name: str) -> None:
    """Choices have the short name of a country, where there is one."""
    assert short_country_name(Locale.parse(language), code) == name


@pytest.mark.parametrize("language", SIXTEEN)
def test_language_names(language: str) -> None:
    """Each language has a name from CLDR, our file, or ISO 639: no code is shown."""
    names = {code: language_name(Locale.parse(language), code) for code in language_codes()}
    assert len(names) > 60
    assert not {code for code, name in names.items() if name == code}
    foreign = {code for code, name in names.items() if not in_own_script(name, language)}
    assert foreign <= IN_ENGLISH | NOT_NAMED.get(language, set())


NOT_NAMED = {"km": {"kar", "nan"}, "my": {"sgn", "nan"}, "lo": {"nan"}, "bn": {"nan"}}
"""Gaps that nobody who reads the language has filled yet."""


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("th", "kar", "กะเหรี่ยง"),
        ("my", "kar", "ကရင်"),
        ("km", "kar", "Karen languages"),
        ("en", "kar", "Karen languages"),
        ("th", "sgn", "ภาษามือ"),
        ("my", "sgn", "sign language"),
        ("my", "shn", "ရှမ်း"),
    ],
)
def test_names_missing_in_cldr(language: str, code: str, name: str) -> None:
    """Names that CLDR lacks come from our file, or are English."""
    assert language_name(Locale.parse(language), code) == name


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("th", "TH-10", "กรุงเทพฯ"),
        ("lo", "TH-50", "ຊຽງໃໝ່"),
        ("zh", "TH-50", "清迈府"),
        ("en", "LA-VT", "Vientiane"),
        ("my", "TH-50", "Chiang Mai"),
        ("km", "KH-17", "សៀមរាប"),
        ("my", "MM-13", "ကရင်ပြည်နယ်"),
        ("xx", "XX-00", "XX-00"),
    ],
)
def test_region_names(language: str, code: str, name: str) -> None:
    """A province has its usual name, the name of iso-codes, or its own."""
    locale = Locale.parse("en" if language == "xx" else language)
    assert region_name(locale, code) == name


@pytest.mark.parametrize(
    ("language", "country"), [("th", "TH"), ("lo", "LA"), ("km", "KH"), ("my", "MM"), ("zh", "CN")]
)
def test_region_names_in_own_country(language: str, country: str) -> None:
    """Readers of a country's language get the names of its provinces in their own script."""
    locale = Locale.parse(language)
    names = [region_name(locale, region.code) for region in pycountry.subdivisions.get(country_code=country)]
    assert names
    assert [name for name in names if not in_own_script(name, language)] == []


@pytest.mark.parametrize("language", SIXTEEN)
def test_join(reader: Callable[..., ReaderLocale], language: str) -> None:
    """A list has all its items in order, joined as CLDR joins them."""
    listed = reader(language).join(["A", "B", "C"])
    assert [letter for letter in listed if letter in "ABC"] == ["A", "B", "C"]
    assert (listed == "A, B, and C") is (language == "en")
