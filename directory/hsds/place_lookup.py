"""Find countries and regions in free texts of publishers, only where the text is unambiguous."""

from functools import cache, lru_cache
from typing import Final

import pycountry

Place = tuple[str, str | None]
"""A country (ISO 3166-1) and a region of it (ISO 3166-2)."""

_CODE_EXTENT_TYPES: Final = ("country", "iso")


@lru_cache(maxsize=65_536)
def find_place(text: str, extent_type: str | None = None) -> Place | None:
    """Return the place that a text is the name or the ISO code of.

    Two letters count only if `extent_type` says that they are a country: "CA" and "IN" are states too. "Georgia" is
    a country and a state, so it is neither.
    """
    text = text.strip()
    if "-" in text and (region := pycountry.subdivisions.get(code=text.upper())):
        return region.country_code, region.code
    if len(text) == 2 and any(word in (extent_type or "").lower() for word in _CODE_EXTENT_TYPES):  # noqa: PLR2004 - alpha-2
        country = pycountry.countries.get(alpha_2=text.upper())
        return (country.alpha_2, None) if country else None
    code = _unambiguous_countries().get(text.casefold())
    return (code, None) if code else None


@lru_cache(maxsize=65_536)
def find_region(country: str, text: str) -> str | None:
    """Return the region of a country with this name or code; the code may lack that of the country."""
    return _regions(country).get(text.strip().casefold())


@cache
def country_code(text: str) -> str | None:
    """Return the code of a country: from its two letters, as HSDS requires, its three letters, or its name."""
    text = text.strip()
    country = pycountry.countries.get(alpha_2=text.upper()) or pycountry.countries.get(alpha_3=text.upper())
    return country.alpha_2 if country else _countries_by_name().get(text.casefold())


@cache
def _unambiguous_countries() -> dict[str, str]:
    """Return the countries by names that no region of another country has."""
    regions = {region.name.casefold() for region in pycountry.subdivisions}
    return {name: code for name, code in _countries_by_name().items() if name not in regions}


@cache
def _countries_by_name() -> dict[str, str]:
    keys = ("name", "common_name", "official_name")
    return {
        getattr(country, key).casefold(): country.alpha_2
        for country in pycountry.countries
        for key in keys
        if hasattr(country, key)
    }


@cache
def _regions(country: str) -> dict[str, str]:
    codes: dict[str, str] = {}
    for region in pycountry.subdivisions.get(country_code=country) or ():
        for name in (region.name, region.code, region.code.split("-")[1]):
            codes.setdefault(name.casefold(), region.code)
    return codes
