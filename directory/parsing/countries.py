"""Countries by code or name: ISO 3166-1."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

import pycountry
from babel import Locale

from directory.parsing.name_keys import folded
from directory.parsing.result import Judged, RefusedError

WORLD: Final = "*"
_CONGO: Final = frozenset({"congo", "the congo"})
_WORLD_WORDS: Final = frozenset({"worldwide", "world", "international", "anywhere", "all countries", "global"})
# What people write and neither ISO nor CLDR has.
_USUAL: Final = {
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
_TONGUES: Final = "th lo km my vi zh es fr pt ar ru hi bn id fil de it ja ko ne ur fa tr uk sw am ms"


@lru_cache(maxsize=4096)
def country(text: str, _country: str = "") -> Judged:
    """Return the code of a country, * for the whole world.

    Raises:
        RefusedError: no country has this code or name, or two have it.
    """
    name = folded(text)
    if text == WORLD or name in _WORLD_WORDS:
        return Judged(WORLD)
    if name in _CONGO:
        raise RefusedError(what="Two countries have this name.", mend="Write CG or CD.")
    if code := _english().get(name) or _elsewhere().get(name):
        return Judged(code)
    raise RefusedError(
        what=f'"{text}" is not a country.', mend="Write its English name or its two letters, such as TH."
    )


@cache
def codes() -> frozenset[str]:
    """Return every code of ISO 3166-1, and Kosovo's, which ISO leaves to its users."""
    return frozenset({known.alpha_2 for known in pycountry.countries} | {"XK"})


@cache
def _english() -> dict[str, str]:
    found: dict[str, str] = {}
    for known in pycountry.countries:
        names = (known.alpha_2, known.alpha_3, known.name)
        more = (getattr(known, "official_name", ""), getattr(known, "common_name", ""))
        found |= {folded(name): known.alpha_2 for name in (*names, *more) if name}
    return {folded(name): code for code, name in _territories(["en"])} | found | _USUAL


@cache
def _elsewhere() -> dict[str, str]:
    """Return names in other languages; one that means two countries is left out."""
    found: dict[str, set[str]] = {}
    for code, name in _territories(_TONGUES.split()):
        found.setdefault(folded(name), set()).add(code)
    return {name: next(iter(these)) for name, these in found.items() if len(these) == 1}


def _territories(tongues: Iterable[str]) -> Iterator[tuple[str, str]]:
    for tongue in tongues:
        yield from (pair for pair in Locale.parse(tongue).territories.items() if pair[0] in codes())
