"""Check codes that somebody typed on a command line: one sentence for each fault."""

from typing import ClassVar

import pycountry

from directory.search import Audience, BadPlaceError, Need, Place
from directory.taxonomy import needs_of


class UnknownCodeError(ValueError):
    """A code that the standards do not have; its text is a sentence for the person who typed it."""

    sentence: ClassVar[str]

    def __init__(self, *codes: str) -> None:
        """Make the sentence from the codes that were typed."""
        super().__init__(self.sentence.format(*codes))


class UnknownNeedError(UnknownCodeError):
    """No need has this code."""

    sentence = f'"{{}}" is not a need; known needs are {", ".join(Need)}, and everyday words for them.'


class SeveralNeedsError(UnknownCodeError):
    """A word stands for more than one need."""

    sentence = '"{}" may mean several needs: choose one of {}.'


class UnknownCountryError(UnknownCodeError):
    """ISO 3166-1 has no such country."""

    sentence = '"{}" is not a country code of ISO 3166-1 (two letters, such as TH).'


class UnknownRegionError(UnknownCodeError):
    """ISO 3166-2 has no such region."""

    sentence = '"{}" is not a region code of ISO 3166-2 (such as TH-50).'


class RegionElsewhereError(UnknownCodeError):
    """The region lies in another country."""

    sentence = 'The region "{}" does not lie in the country "{}".'


class BadPointError(UnknownCodeError):
    """A point is not two numbers, or not on earth."""

    sentence = '"{}" is not a point: write latitude and longitude in degrees, such as 18.79,98.98.'


class UnknownAudienceError(UnknownCodeError):
    """No audience has this code."""

    sentence = f'"{{}}" is not an audience; known ones are {", ".join(Audience)}.'


class UnknownLanguageError(UnknownCodeError):
    """ISO 639 has no such language."""

    sentence = '"{}" is not a language code of BCP 47 (such as my, th or fil).'


def need_from(word: str) -> Need:
    """Return the need of a code or an everyday word in any of our languages, such as "lawyer".

    Raises:
        UnknownNeedError: no need has this code or word.
        SeveralNeedsError: several needs have this word.
    """
    codes = needs_of(word)
    if not codes:
        raise UnknownNeedError(word)
    if len(codes) > 1:
        raise SeveralNeedsError(word, ", ".join(codes))
    return Need(codes[0])


def place_from(country: str, region: str | None, near: str | None = None) -> Place:
    """Return a place whose codes ISO 3166 has; lower case is understood. `near` is "latitude,longitude".

    Raises:
        UnknownCountryError: ISO 3166-1 has no such country.
        UnknownRegionError: ISO 3166-2 has no such region.
        RegionElsewhereError: the region lies in another country.
        BadPointError: the point is not on earth.
    """
    code, part = country_from(country) or "", region.upper() if region else None
    if part and part not in {known.code for known in pycountry.subdivisions}:
        raise UnknownRegionError(part)
    if part and not part.startswith(f"{code}-"):
        raise RegionElsewhereError(part, code)
    try:
        return Place(code, part, _point_from(near) if near else None)
    except (ValueError, BadPlaceError) as fault:
        raise BadPointError(near or "") from fault


def country_from(code: str | None) -> str | None:
    """Return the code of a country that ISO 3166-1 has; lower case is understood.

    Raises:
        UnknownCountryError: ISO 3166-1 has no such country.
    """
    if code is None:
        return None
    if code.upper() not in {known.alpha_2 for known in pycountry.countries}:
        raise UnknownCountryError(code.upper())
    return code.upper()


def audience_from(code: str) -> Audience:
    """Return an audience.

    Raises:
        UnknownAudienceError: no audience has this code.
    """
    try:
        return Audience(code)
    except ValueError as fault:
        raise UnknownAudienceError(code) from fault


def _point_from(typed: str) -> tuple[float, float]:
    latitude, longitude = (float(part) for part in typed.split(","))
    return latitude, longitude


def language_from(tag: str | None) -> str | None:
    """Return a language tag whose language ISO 639 has.

    Raises:
        UnknownLanguageError: no language or group of languages has this code.
    """
    if tag is None:
        return None
    code = tag.replace("_", "-").split("-", maxsplit=1)[0].lower()
    known = (*pycountry.languages, *pycountry.language_families)
    if not any(code in (getattr(one, "alpha_2", None), one.alpha_3) for one in known):
        raise UnknownLanguageError(tag)
    return tag
