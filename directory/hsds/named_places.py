"""Read countries and regions out of what publishers write about places: only what can't mean anything else."""

from functools import cache, lru_cache
from typing import Final

import pycountry

Place = tuple[str, str | None]
"""A country of ISO 3166-1 and a region of ISO 3166-2 in it."""

_SAYS_CODE: Final = ("country", "iso")


@lru_cache(maxsize=65_536)
def place_named(text: str, extent_type: str | None = None) -> Place | None:
    """Return the place that a text is the name or the ISO code of.

    Two letters count only where `extent_type` says that they are a country: "CA" and "IN" are states too, and
    "Georgia" is none of the two.
    """
    text = text.strip()
    if "-" in text and (known := pycountry.subdivisions.get(code=text.upper())):
        return known.country_code, known.code
    if len(text) == 2 and any(word in (extent_type or "").lower() for word in _SAYS_CODE):  # noqa: PLR2004 - alpha-2
        found = pycountry.countries.get(alpha_2=text.upper())
        return (found.alpha_2, None) if found else None
    country = _countries().get(text.casefold())
    return (country, None) if country else None


@lru_cache(maxsize=65_536)
def region_named(country: str, text: str) -> str | None:
    """Return the region of a country that a text is the name or the code of, with or without the country's."""
    return _regions(country).get(text.strip().casefold())


@cache
def country_code(text: str) -> str | None:
    """Return the country that a field for countries means: two letters as HSDS asks, three, or a name."""
    text = text.strip()
    found = pycountry.countries.get(alpha_2=text.upper()) or pycountry.countries.get(alpha_3=text.upper())
    return found.alpha_2 if found else _names().get(text.casefold())


@cache
def _countries() -> dict[str, str]:
    """Return the countries by names that no region of another country has."""
    regions = {one.name.casefold() for one in pycountry.subdivisions}
    return {name: code for name, code in _names().items() if name not in regions}


@cache
def _names() -> dict[str, str]:
    keys = ("name", "common_name", "official_name")
    return {
        getattr(one, key).casefold(): one.alpha_2 for one in pycountry.countries for key in keys if hasattr(one, key)
    }


@cache
def _regions(country: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in pycountry.subdivisions.get(country_code=country) or ():
        for name in (one.name, one.code, one.code.split("-")[1]):
            found.setdefault(name.casefold(), one.code)
    return found
