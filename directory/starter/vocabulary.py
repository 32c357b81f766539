"""Turn printed words into codes: needs, languages, places.

Nothing is guessed and nothing is lost in silence: a word that the tables do not know is
collected, and the build shows it and stops.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from directory.starter.selection import Row, words_of

TABLES = Path(__file__).parent / "tables"
WHOLE_WORLD = "*"
# These territories are one town: a service of the town serves all of it.
ONE_TOWN = frozenset({"HK", "MO", "SG"})


def read_table(path: Path) -> list[Row]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _codes(name: str, key: str, value: str) -> dict[str, tuple[str, ...]]:
    return {row[key]: tuple(row[value].split()) for row in read_table(TABLES / name)}


@dataclass
class Vocabulary:
    """The tables of words, and the words they did not know."""

    unknown: set[str] = field(default_factory=set)
    _needs: dict[str, tuple[str, ...]] = field(default_factory=lambda: _codes("needs.csv", "word", "needs"))
    _languages: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: _codes("languages.csv", "word", "codes"),
    )
    _places: dict[tuple[str, str], str] = field(
        default_factory=lambda: {
            (row["country"], row["place"]): row["region"] for row in read_table(TABLES / "places.csv")
        },
    )

    _no_hours: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: _codes("hours.csv", "printed", "hours"),
    )

    def hours(self, row: Row) -> str:
        """Return the hours as printed, nothing where the cell only remarks that they are not known."""
        return "" if row["hours"] in self._no_hours else row["hours"]

    def needs(self, row: Row) -> list[str]:
        """Return the need codes of a row, none where its words name no need.

        Such a row stays in the directory for staff to complete; search never offers it,
        because "coordination" or "research" is nothing to send a person in need to.
        """
        return sorted(set(self._all(self._needs, "service", words_of(row["services"]))))

    def languages(self, row: Row) -> tuple[list[str], str]:
        """Return the BCP 47 codes of a row, and what is printed beyond a plain list of languages."""
        words = words_of(row["languages"])
        codes = self._all(self._languages, "language", words)
        plain = {word for word in words if self._languages.get(word) and word.replace(" ", "").isalpha()}
        return list(dict.fromkeys(codes)), "; ".join(word for word in words if word not in plain)

    def coverage(self, row: Row, *, consular: bool) -> list[str]:
        """Return the places that a row serves, in the form that README.md describes.

        An embassy stands in one town and answers for the whole country.
        """
        country = row["country_iso2"]
        if row["scope"] == "national" or consular or country in ONE_TOWN:
            return [country]
        if not row["region_city"]:
            return [f"{country}-?" if row["scope"] == "provincial" else WHOLE_WORLD]
        regions = [self._region(country, place) for place in words_of(row["region_city"])]
        return list(dict.fromkeys(code for region in regions for code in region.split()))

    def _region(self, country: str, place: str) -> str:
        for name in (place, place.split(" (", maxsplit=1)[0]):
            if (country, name) in self._places:
                return self._places[country, name] or f"{country}-?"
        self.unknown.add(f"place: {country} {place}")
        return f"{country}-?"

    def _all(self, table: dict[str, tuple[str, ...]], kind: str, words: list[str]) -> list[str]:
        self.unknown.update(f"{kind}: {word}" for word in words if word not in table)
        return [code for word in words for code in table.get(word, ())]
