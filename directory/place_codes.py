"""Check codes that somebody typed on a command line: one sentence for each fault."""

from typing import ClassVar

import pycountry

from directory.search import Need, Place


class UnknownCodeError(ValueError):
    """A code that the standards do not have; its text is a sentence for the person who typed it."""

    sentence: ClassVar[str]

    def __init__(self, *codes: str) -> None:
        """Make the sentence from the codes that were typed."""
        super().__init__(self.sentence.format(*codes))


class UnknownNeedError(UnknownCodeError):
    """No need has this code."""

    sentence = f'"{{}}" is not a need; known needs are {", ".join(Need)}.'


class UnknownCountryError(UnknownCodeError):
    """ISO 3166-1 has no such country."""

    sentence = '"{}" is not a country code of ISO 3166-1 (two letters, such as TH).'


class UnknownRegionError(UnknownCodeError):
    """ISO 3166-2 has no such region."""

    sentence = '"{}" is not a region code of ISO 3166-2 (such as TH-50).'


class RegionElsewhereError(UnknownCodeError):
    """The region lies in another country."""

    sentence = 'The region "{}" does not lie in the country "{}".'


class UnknownLanguageError(UnknownCodeError):
    """ISO 639 has no such language."""

    sentence = '"{}" is not a language code of BCP 47 (such as my, th or fil).'


def need_from(code: str) -> Need:
    """Return a need.

    Raises:
        UnknownNeedError: no need has this code.
    """
    try:
        return Need(code)
    except ValueError as fault:
        raise UnknownNeedError(code) from fault


def place_from(country: str, region: str | None) -> Place:
    """Return a place whose codes ISO 3166 has; lower case is understood.

    Raises:
        UnknownCountryError: ISO 3166-1 has no such country.
        UnknownRegionError: ISO 3166-2 has no such region.
        RegionElsewhereError: the region lies in another country.
    """
    country, region = country.upper(), region.upper() if region else None
    if country not in {known.alpha_2 for known in pycountry.countries}:
        raise UnknownCountryError(country)
    if region and region not in {known.code for known in pycountry.subdivisions}:
        raise UnknownRegionError(region)
    if region and not region.startswith(f"{country}-"):
        raise RegionElsewhereError(region, country)
    return Place(country, region)


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
