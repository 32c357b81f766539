"""Turn printed words into codes: needs, languages, places.

Nothing is guessed and nothing is lost in silence: a word that the tables do not know is
collected, and the build shows it and stops.
"""

from dataclasses import dataclass, field

from directory.starter.selection import Row, words_of
from directory.starter.table_files import TABLES, Codes, read_codes, read_table
from directory.starter.whom import Whom

WHOLE_WORLD = "*"
# These territories are one town: a service of the town serves all of it.
ONE_TOWN = frozenset({"HK", "MO", "SG"})


def _regions() -> dict[tuple[str, str], str]:
    return {(row["country"], row["place"]): row["region"] for row in read_table(TABLES / "places.csv")}


@dataclass
class Vocabulary:
    """The tables of words, and the words they did not know."""

    unknown: set[str] = field(default_factory=set)
    whom: Whom = field(init=False)
    _needs: dict[str, Codes] = field(default_factory=lambda: read_codes("needs.csv", "word", "needs"))
    _need_rows: dict[str, Codes] = field(default_factory=lambda: read_codes("need_rows.csv", "id", "needs"))
    _languages: dict[str, Codes] = field(default_factory=lambda: read_codes("languages.csv", "word", "codes"))
    _places: dict[tuple[str, str], str] = field(default_factory=_regions)
    _no_hours: dict[str, Codes] = field(default_factory=lambda: read_codes("hours.csv", "printed", "hours"))

    def __post_init__(self) -> None:
        """Let the tables about people collect into the same list."""
        self.whom = Whom(self.unknown)

    def hours(self, row: Row) -> str:
        """Return the hours as printed, nothing where the cell only remarks that they are not known."""
        return "" if row["hours"] in self._no_hours else row["hours"]

    def needs(self, row: Row) -> list[str]:
        """Return the need codes of a row, none where it was read whole and none found.

        Such a row stays in the directory for staff to complete; search never offers it,
        because "coordination" or "research" is nothing to send a person in need to.
        """
        found = self._all(self._needs, "service", words_of(row["services"]))
        if not found and row["id"] not in self._need_rows:
            self.unknown.add(f"row without a need: {row['id']}")
        return sorted(set(self._need_rows.get(row["id"], found)))

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

    def _all(self, table: dict[str, Codes], kind: str, words: list[str]) -> list[str]:
        self.unknown.update(f"{kind}: {word}" for word in words if word not in table)
        return [code for word in words for code in table.get(word, ())]
