"""The countries, regions and languages of made-up services, a few large countries with most of everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any, Final

import pycountry
from babel import Locale, UnknownLocaleError
from babel.core import get_global

# fmt: off
_LARGEST: Final = (
    "IN", "CN", "US", "ID", "PK", "NG", "BR", "BD", "RU", "ET", "MX", "JP",
    "EG", "PH", "CD", "VN", "IR", "TR", "DE", "TH", "GB", "FR",
)
# fmt: on
# With this exponent the first countries hold about an eighth and a fifteenth of all.
_SKEW: Final = 0.9
_LANGUAGES_OF_A_COUNTRY: Final = 4
_RARELY_SPOKEN: Final = 3.0
# fmt: off
_LATIN_WORDS: Final = (
    "Hope", "Harbour", "Light", "Freedom", "River", "House", "Bridge", "Union", "Clinic", "Shelter", "Lantern",
    "Network", "Support", "Care", "Justice", "Workers", "Women", "Youth", "Garden", "Door", "Safe", "Way",
    "North", "Star", "Anchor", "Legal", "Aid", "Circle", "Mekong", "Delta", "Island", "Coast",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its ISO 3166-2 regions, its languages by number of speakers, and words in its script."""

    code: str
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    zone: str | None
    words: tuple[str, ...]
    middle: tuple[float, float]


class World:
    """All countries, and random choices among them."""

    def __init__(self) -> None:
        """Order the largest countries first and the others at random."""
        rest = sorted({country.alpha_2 for country in pycountry.countries} - set(_LARGEST))
        Random(7).shuffle(rest)  # noqa: S311 - the same on every machine
        self.countries = tuple(_country(code) for code in (*_LARGEST, *rest))
        self._by_size = tuple(accumulate(1 / (rank + 1) ** _SKEW for rank in range(len(self.countries))))

    def by_size(self, rng: Random) -> Country:
        """Return a country, large ones more often."""
        return rng.choices(self.countries, cum_weights=self._by_size)[0]

    def any(self, rng: Random) -> Country:
        """Return a country, all equally often."""
        return rng.choice(self.countries)


def skewed(rng: Random, items: Sequence[str]) -> str:
    """Return an item, the first ones more often, as most people live in a few large regions."""
    return items[int(len(items) * rng.random() ** 2)]


def _country(code: str) -> Country:
    subdivisions: Any = pycountry.subdivisions.get(country_code=code) or ()
    regions = sorted(region.code for region in subdivisions)
    rng = Random(code)  # noqa: S311 - the same on every machine
    rng.shuffle(regions)
    zones: Sequence[str] = get_global("territory_zones").get(code, ())
    languages = tuple(dict.fromkeys(_languages(code)))
    middle = (rng.uniform(-50, 60), rng.uniform(-170, 170))
    return Country(code, tuple(regions), languages, zones[0] if zones else None, _words(languages), middle)


def _languages(code: str) -> list[str]:
    spoken: Mapping[str, Mapping[str, Any]] = get_global("territory_languages").get(code, {})
    common = [tag for tag, statistics in spoken.items() if statistics["population_percent"] >= _RARELY_SPOKEN]
    return [tag.split("_")[0] for tag in common[:_LANGUAGES_OF_A_COUNTRY]] or ["en"]


def _words(languages: Sequence[str]) -> tuple[str, ...]:
    """Return words in the script of the first language: the names of countries in CLDR."""
    try:
        named = Locale.parse(languages[0]).territories.values()
    except UnknownLocaleError:
        return _LATIN_WORDS
    return tuple(named)[:60] or _LATIN_WORDS


def latin_words() -> tuple[str, ...]:
    """Return the English words of made-up names."""
    return _LATIN_WORDS
