"""Countries (ISO 3166-1) by code or name."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

import pycountry
from babel import Locale

from directory.parsing.result import InvalidValueError, ParseResult, reject
from directory.parsing.texts import normalize_name

WORLD: Final = "*"
_CONGO: Final = frozenset({"congo", "the congo"})
_WORLD_WORDS: Final = frozenset({"worldwide", "world", "international", "anywhere", "all countries", "global"})
# Common names that neither ISO nor CLDR has.
_COMMON_NAMES: Final = {
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "usa": "US",
    "u s a": "US",
    "america": "US",
    "burma": "MM",
    "lao pdr": "LA",
    "ivory coast": "CI",
    "uae": "AE",
    "south korea": "KR",
    "korea": "KR",
    "drc": "CD",
    "turkey": "TR",
    "czech republic": "CZ",
    "swaziland": "SZ",
    "macedonia": "MK",
    "palestine": "PS",
    "russia": "RU",
    "vietnam": "VN",
    "kosovo": "XK",
}
_LANGUAGES: Final = "th lo km my vi zh es fr pt ar ru hi bn id fil de it ja ko ne ur fa tr uk sw am ms"


@lru_cache(maxsize=4096)
def parse_country(text: str, _country: str = "") -> ParseResult:
    """Return the code of a country, * for the whole world.

    Raises:
        InvalidValueError: no country has this code or name, or two have it.
    """
    name = normalize_name(text)
    if text == WORLD or name in _WORLD_WORDS:
        return ParseResult(WORLD)
    if name in _CONGO:
        reject("Two countries have this name.", "Write CG or CD.")
    if code := _english_names().get(name) or _other_names().get(name):
        return ParseResult(code)
    raise InvalidValueError(
        reason=f'"{text}" is not a country.', hint="Write its English name or its two letters, such as TH."
    )


@cache
def codes() -> frozenset[str]:
    """Return every code of ISO 3166-1, and Kosovo's user-assigned code."""
    return frozenset({known.alpha_2 for known in pycountry.countries} | {"XK"})


@cache
def _english_names() -> dict[str, str]:
    codes_by_name: dict[str, str] = {}
    for known in pycountry.countries:
        names = (known.alpha_2, known.alpha_3, known.name)
        more = (getattr(known, "official_name", ""), getattr(known, "common_name", ""))
        codes_by_name |= {normalize_name(name): known.alpha_2 for name in (*names, *more) if name}
    return {normalize_name(name): code for code, name in _territories(["en"])} | codes_by_name | _COMMON_NAMES


@cache
def _other_names() -> dict[str, str]:
    """Return names in other languages, without those that mean two countries."""
    codes_by_name: dict[str, set[str]] = {}
    for code, name in _territories(_LANGUAGES.split()):
        codes_by_name.setdefault(normalize_name(name), set()).add(code)
    return {name: next(iter(codes)) for name, codes in codes_by_name.items() if len(codes) == 1}


def _territories(languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    for language in languages:
        yield from (pair for pair in Locale.parse(language).territories.items() if pair[0] in codes())
