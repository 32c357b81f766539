"""Regions of a country by code or name: ISO 3166-2."""

import gettext
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import pycountry
from babel.languages import get_official_languages

from directory.domain.csv_tables import read_table
from directory.parsing.countries import WORLD
from directory.parsing.name_keys import folded
from directory.parsing.result import Judged, RefusedError

_ONE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
PLACE_NAMES: Final = Path(__file__).with_name("place_names.csv")
PART: Final = "part"
_KINDS = re.compile(r"\b(?:province|state|region|county|district|city of|governorate|prefecture|department)\b")
_MEND: Final = "Write its name or its code of ISO 3166-2, such as TH-50; write part for an area that has no code."


@lru_cache(maxsize=16_384)
def region(text: str, country: str) -> Judged:
    """Return the code of a region of a country, or "part".

    Raises:
        RefusedError: the country has no such region, or several.
    """
    if country in {"", WORLD}:
        raise RefusedError(
            what="A region is given without one country.", mend="Fill in its country, or empty this cell."
        )
    if text.casefold() == PART:
        return Judged(PART)
    found = _codes(country).get(text.upper())
    bare = _bare(text)
    named = (
        {found} if found else _names(country).get(bare) or _local(country).get(bare) or _towns().get((country, bare))
    )
    if named and len(named) == 1:
        return Judged(next(iter(named)))
    if named:
        what = f'"{text}" is the name of several regions: {", ".join(sorted(named))}.'
        raise RefusedError(what=what, mend="Write the code of the one that is meant.")
    raise RefusedError(what=f'"{text}" is not a region of {country}.', mend=_MEND)


def _bare(name: str) -> str:
    return " ".join(_KINDS.sub(" ", folded(name)).split())


@cache
def _codes(country: str) -> dict[str, str]:
    return {one.code: one.code for one in pycountry.subdivisions.get(country_code=country) or ()}


@cache
def _names(country: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in pycountry.subdivisions.get(country_code=country) or ():
        found.setdefault(_bare(one.name), set()).add(one.code)
    return found


@cache
def _local(country: str) -> dict[str, set[str]]:
    """Return the names in the country's own languages, where pycountry has them."""
    found: dict[str, set[str]] = {}
    for tongue in get_official_languages(country, de_facto=True):
        words = gettext.translation("iso3166-2", pycountry.LOCALES_DIR, [tongue, f"{tongue}_CN"], fallback=True)
        for one in pycountry.subdivisions.get(country_code=country) or ():
            found.setdefault(_bare(words.gettext(one.name)), set()).add(one.code)
    return found


@cache
def _towns() -> dict[tuple[str, str], set[str]]:
    """Return towns whose region the starter directory knows, by country: "Hanoi" stands in no standard."""
    rows = read_table(PLACE_NAMES)
    return {(row["country"], _bare(row["place"])): {row["region"]} for row in rows if _ONE.fullmatch(row["region"])}
