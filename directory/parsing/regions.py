"""Regions of a country (ISO 3166-2) by code or name."""

import gettext
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import pycountry
from babel.languages import get_official_languages

from directory.domain.csv_tables import read_table
from directory.parsing.countries import WORLD
from directory.parsing.result import InvalidValueError, ParseResult, reject
from directory.parsing.texts import normalize_name

_CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
PLACE_NAMES: Final = Path(__file__).with_name("place_names.csv")
PART_OF_COUNTRY: Final = "part"
_KINDS = re.compile(r"\b(?:province|state|region|county|district|city of|governorate|prefecture|department)\b")
_HINT: Final = "Write its name or its code of ISO 3166-2, such as TH-50; write part for an area that has no code."


@lru_cache(maxsize=16_384)
def parse_region(text: str, country: str) -> ParseResult:
    """Return the code of a region of a country, or "part".

    Raises:
        InvalidValueError: the country has no such region, or several.
    """
    if country in {"", WORLD}:
        reject("A region is given without one country.", "Fill in its country, or empty this cell.")
    if text.casefold() == PART_OF_COUNTRY:
        return ParseResult(PART_OF_COUNTRY)
    code = _codes(country).get(text.upper())
    bare = _bare(text)
    named = (
        {code}
        if code
        else _names(country).get(bare) or _local_names(country).get(bare) or _towns().get((country, bare))
    )
    if named and len(named) == 1:
        return ParseResult(next(iter(named)))
    if named:
        reason = f'"{text}" is the name of several regions: {", ".join(sorted(named))}.'
        reject(reason, "Write the code of the one that is meant.")
    raise InvalidValueError(reason=f'"{text}" is not a region of {country}.', hint=_HINT)


def _bare(name: str) -> str:
    return " ".join(_KINDS.sub(" ", normalize_name(name)).split())


@cache
def _codes(country: str) -> dict[str, str]:
    return {region.code: region.code for region in pycountry.subdivisions.get(country_code=country) or ()}


@cache
def _names(country: str) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for region in pycountry.subdivisions.get(country_code=country) or ():
        names.setdefault(_bare(region.name), set()).add(region.code)
    return names


@cache
def _local_names(country: str) -> dict[str, set[str]]:
    """Return the names in the country's own languages, if pycountry has them."""
    names: dict[str, set[str]] = {}
    for language in get_official_languages(country, de_facto=True):
        translation = gettext.translation(
            "iso3166-2", pycountry.LOCALES_DIR, [language, f"{language}_CN"], fallback=True
        )
        for region in pycountry.subdivisions.get(country_code=country) or ():
            names.setdefault(_bare(translation.gettext(region.name)), set()).add(region.code)
    return names


@cache
def _towns() -> dict[tuple[str, str], set[str]]:
    """Return the regions of towns, which are in no standard, from the names that the seed directory uses."""
    rows = read_table(PLACE_NAMES)
    return {(row["country"], _bare(row["place"])): {row["region"]} for row in rows if _CODE.fullmatch(row["region"])}
