"""Write `places.tsv` and `common_words.txt`, which `nlu.text.places` reads; README.md says how to run it.

The danger is a name that is also an everyday word: each name gets a grade here, and `everyday.txt` lists the everyday
words. The output is reproducible.
"""

import math
import sys
from collections import defaultdict
from multiprocessing import Pool
from pathlib import Path

DOMINANCE = 5
"""How many times larger a namesake is the one that people mean."""
CERTAIN, DISTANT = 0.06, 0.36
"""Distances of sounds: surely meant as a place; farther than any guess."""
HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

# Imported after sys.path is set, so that the script runs from any folder.
from nlu.gazetteer.rows import MEKONG, TOWN, Row, frequent_words, grade, training_words, worth_keeping  # noqa: E402
from nlu.gazetteer.sources import cities, countries, names_of_big_cities, provinces, table  # noqa: E402
from nlu.text.places.gazetteer import default_gazetteer  # noqa: E402
from nlu.text.places.name_keys import fold_name, name_key  # noqa: E402
from nlu.text.places.phonetic import sounding_like  # noqa: E402


def name_big_cities(rows: list[Row]) -> None:
    """Add the names of big cities in our languages."""
    for country, english, names in names_of_big_cities():
        row = known(rows, "city", country, {fold_name(name) for name in (english, *names)})
        for name in names if row else ():
            row.call(name, ours=True)


def settle_namesakes(rows: list[Row]) -> None:
    """Keep a name only for places whose main name it is, and only in the country that `preferred_places.csv` names.

    Elsewhere it is an alternate name ("Zaragoza" of Tijuana) that would make a clear name ambiguous.
    """
    main_country = {fold_name(line["name"]): line["country"] for line in table("preferred_places.csv")}
    first_level_only = {line["country"] for line in table("countries.csv") if line["first_level_only"]}
    owners = defaultdict(set)
    towns = {(row.country, name) for row in rows if row.kind == "city" for name in row.names}
    preferred = {
        name: row.names for row in rows for name in [fold_name(row.english)] if main_country.get(name) == row.country
    }
    for row in rows:
        if main_country.get(fold_name(row.english), row.country) != row.country:
            row.names -= preferred.get(fold_name(row.english), set())
        for name in {fold_name(row.english), *row.ours}:
            owners[name].add(row.country)
    for row in rows:
        if row.kind == "province" and row.country in first_level_only | {"TW"}:
            row.names = {name for name in row.names if (row.country, name) not in towns}
        row.names = {
            name
            for name in row.names
            if main_country.get(name, row.country) == row.country and row.country in (owners.get(name) or {row.country})
        }


def drop_small_namesakes(rows: list[Row]) -> None:
    """Keep the name of a town only if no place of five times its inhabitants has it: "Lille" is not in Belgium."""
    largest: dict[str, int] = defaultdict(int)
    for row in rows:
        for name in row.names:
            largest[name] = max(largest[name], row.thousands)
    for row in rows:
        if row.kind == "city" and row.country not in MEKONG and row.thousands < TOWN:
            row.names = {name for name in row.names if name in row.ours or largest[name] < DOMINANCE * row.thousands}


def place_provinces(rows: list[Row]) -> None:
    """Give a province the coordinates of the city of the same name, if there is one."""
    cities = sorted((row for row in rows if row.point and row.region), key=lambda row: row.thousands)
    named = {(row.region, name): row.point for row in cities for name in row.names}
    for row in rows:
        if row.kind == "province":
            row.point = named.get((row.region, fold_name(row.english)))


def add_our_own(rows: list[Row], lines: list[dict[str, str]]) -> None:
    """Add our own names to known places, and add missing places."""
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for line in lines:
        groups[line["kind"], line["iso"], line["english"]].append(line["name"])
    for (kind, iso, english), names in groups.items():
        row = known(rows, kind, iso, {fold_name(name) for name in (english, *names)})
        if row is None:
            row = Row(iso[:2], "", kind, 0, english)
            rows.append(row)
        row.english, row.region = english, iso if "-" in iso else row.region
        for name in (english, *names):
            row.call(name, ours=True)


def known(rows: list[Row], kind: str, iso: str, names: set[str]) -> Row | None:
    """Return the row for one of our lines: by code, else the biggest city with a common name."""
    same = [row for row in rows if row.kind == kind and row.country == iso[:2]]
    if kind != "city":
        return next((row for row in same if iso == (row.country if kind == "country" else row.region)), None)
    return max((row for row in same if row.names & names), key=lambda row: row.thousands, default=None)


def share_with_capitals(rows: list[Row]) -> None:
    """Trust our names of a province equally for the capital of the same name."""
    trusted = {(row.region, row.english): row.ours for row in rows if row.kind == "province"}
    for row in rows:
        if row.kind == "city" and row.region:
            row.ours |= trusted.get((row.region, row.english), set())
            row.names |= row.ours


def main() -> None:
    """Collect, grade and write the names."""
    lines = (HERE / "everyday.txt").read_text(encoding="utf-8").splitlines()
    marks = {"~": "?", "-": "-"}
    everyday = {name_key(fold_name(line).split()): marks.get(line[0], "!") for line in lines}
    rows = [*countries(), *provinces(), *cities()]
    name_big_cities(rows)
    add_our_own(rows, table("mekong.csv"))
    add_our_own(rows, table("world.csv"))
    share_with_capitals(rows)
    place_provinces(rows)
    settle_namesakes(rows)
    drop_small_namesakes(rows)
    trusted = {(row.country, name) for row in rows for name in row.ours}
    written = set()
    for row in rows:
        row.trusted = {name for name in row.names if (row.country, name) in trusted}
        entries = (grade(row, name, everyday) + name for name in row.names if worth_keeping(row, name))
        names = sorted(name for name in entries if not name.startswith("-"))
        if names:
            written.add(row.line(names))
    (HERE / "places.tsv").write_text("".join(sorted(written)), encoding="utf-8")
    names = {name for row in rows for name in row.names if row.kind != "city" or row.thousands >= TOWN}
    write_common_words(names)


def write_common_words(names: set[str]) -> None:
    """Write the words, other than names, that sound like a place but are used often.

    A word that only our training texts have may be a misspelt place: it counts if no place sounds very much like it.
    """
    frequent = frequent_words()
    trained = training_words() - frequent
    with Pool() as pool:
        distances = dict(pool.imap_unordered(distance_of_sound, sorted((frequent | trained) - names), chunksize=500))
    least = {word: -math.inf if word in frequent else CERTAIN for word in distances}
    words = sorted(word for word, distance in distances.items() if least[word] <= distance < DISTANT)
    (HERE / "common_words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")


def distance_of_sound(word: str) -> tuple[str, float]:
    """Return the word and how far the place is that sounds most like it."""
    found = sounding_like(default_gazetteer(), word, frozenset(), farthest=DISTANT)
    return word, found[0] if found else DISTANT


if __name__ == "__main__":
    main()
