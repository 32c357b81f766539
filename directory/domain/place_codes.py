"""Parse codes that a user typed: needs, places, languages, audiences. Every error is one sentence for the user."""

from typing import ClassVar

import pycountry

from directory.domain.audiences import Audience
from directory.domain.search_types import InvalidPlaceError, Need, Place
from directory.taxonomy import needs_for_word


class UnknownCodeError(ValueError):
    """The code is not in the standard; the text of the exception is a sentence for the user."""

    sentence: ClassVar[str]

    def __init__(self, *codes: str) -> None:
        """Format the sentence with the typed codes."""
        super().__init__(self.sentence.format(*codes))


class UnknownNeedError(UnknownCodeError):
    """No need has this code."""

    sentence = f'"{{}}" is not a need; known needs are {", ".join(Need)}, and everyday words for them.'


class AmbiguousNeedError(UnknownCodeError):
    """A word stands for more than one need."""

    sentence = '"{}" may mean several needs: choose one of {}.'


class UnknownCountryError(UnknownCodeError):
    """ISO 3166-1 has no such country."""

    sentence = '"{}" is not a country code of ISO 3166-1 (two letters, such as TH).'


class UnknownRegionError(UnknownCodeError):
    """ISO 3166-2 has no such region."""

    sentence = '"{}" is not a region code of ISO 3166-2 (such as TH-50).'


class RegionMismatchError(UnknownCodeError):
    """The region lies in another country."""

    sentence = 'The region "{}" does not lie in the country "{}".'


class InvalidPointError(UnknownCodeError):
    """A point is not two numbers, or not on earth."""

    sentence = '"{}" is not a point: write latitude and longitude in degrees, such as 18.79,98.98.'


class UnknownAudienceError(UnknownCodeError):
    """No audience has this code."""

    sentence = f'"{{}}" is not an audience; known ones are {", ".join(Audience)}.'


class UnknownLanguageError(UnknownCodeError):
    """ISO 639 has no such language."""

    sentence = '"{}" is not a language code of BCP 47 (such as my, th or fil).'


def parse_need(word: str) -> Need:
    """Return the need with this code, or with this everyday word in any of our languages, such as "lawyer".

    Raises:
        UnknownNeedError: no need has this code or word.
        SeveralNeedsError: several needs have this word.
    """
    codes = needs_for_word(word)
    if not codes:
        raise UnknownNeedError(word)
    if len(codes) > 1:
        raise AmbiguousNeedError(word, ", ".join(codes))
    return Need(codes[0])


def parse_place(country: str, region: str | None, near: str | None = None) -> Place:
    """Return a place from ISO 3166 codes in upper or lower case. `near` is "latitude,longitude".

    Raises:
        UnknownCountryError: ISO 3166-1 has no such country.
        UnknownRegionError: ISO 3166-2 has no such region.
        RegionElsewhereError: the region lies in another country.
        BadPointError: the point is not on earth.
    """
    code, part = parse_country(country) or "", region.upper() if region else None
    if part and part not in {known.code for known in pycountry.subdivisions}:
        raise UnknownRegionError(part)
    if part and not part.startswith(f"{code}-"):
        raise RegionMismatchError(part, code)
    try:
        return Place(code, part, _parse_point(near) if near else None)
    except (ValueError, InvalidPlaceError) as exc:
        raise InvalidPointError(near or "") from exc


def parse_country(code: str | None) -> str | None:
    """Return the ISO 3166-1 code of a country in upper case.

    Raises:
        UnknownCountryError: ISO 3166-1 has no such country.
    """
    if code is None:
        return None
    if code.upper() not in {known.alpha_2 for known in pycountry.countries}:
        raise UnknownCountryError(code.upper())
    return code.upper()


def parse_audience(code: str) -> Audience:
    """Return the audience with this code.

    Raises:
        UnknownAudienceError: no audience has this code.
    """
    try:
        return Audience(code)
    except ValueError as exc:
        raise UnknownAudienceError(code) from exc


def _parse_point(typed: str) -> tuple[float, float]:
    latitude, longitude = (float(part) for part in typed.split(","))
    return latitude, longitude


def parse_language(tag: str | None) -> str | None:
    """Return a language tag after checking that ISO 639 has its language.

    Raises:
        UnknownLanguageError: no language or group of languages has this code.
    """
    if tag is None:
        return None
    code = tag.replace("_", "-").split("-", maxsplit=1)[0].lower()
    known = (*pycountry.languages, *pycountry.language_families)
    if not any(code in (getattr(language, "alpha_2", None), language.alpha_3) for language in known):
        raise UnknownLanguageError(tag)
    return tag
