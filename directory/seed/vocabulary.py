"""Turn printed words into codes: needs, audiences, languages, places.

Nothing is guessed and nothing is silently lost: words that the tables do not have are collected, and the build lists
them and stops.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from directory.domain.csv_tables import read_table
from directory.parsing.regions import PLACE_NAMES
from directory.seed.selection import CRISIS_SUPPORT, Codes, Row, read_codes, split_words

EVERYBODY: Final = "all"
EVERY_VICTIM: Final = "anyone"
"""Marks a word such as "trafficking victims": foreign or not, so the row is not for migrants alone."""
_BY_GENDER_AND_AGE: Final = ("women", "men", "girls", "boys")
_ALONE: Final = ("migrants", "seafaring")
_KINDS: Final = ("labour", "sex_trade", "domestic_work", "forced_marriage", "begging", "scam")
AUDIENCES: Final = (*_BY_GENDER_AND_AGE, "lgbtq", *_ALONE, *_KINDS)
"""The codes in the order in which they are written; their meaning is in `directory.domain.audiences`."""
HOTLINE: Final = "human"
WHOLE_WORLD = "*"
# These territories are a single town: its services cover all of it.
ONE_TOWN = frozenset({"HK", "MO", "SG"})


class NoNationalityError(ValueError):
    """A consular row does not say whose citizens it is for: no user could ever be sent to it."""


def combine_audiences(named: Sequence[Codes]) -> list[str]:
    """Return the audience of a row from the codes of its words; an empty list means everybody.

    Women and men together are everybody: no word says that children are refused, and rows for adults only have an entry
    of their own. Seafarers' services exclude others only if there is no other word.
    """
    codes = {code for word_codes in named for code in word_codes}
    if EVERYBODY in codes:
        return []
    who = codes & set(_BY_GENDER_AND_AGE)
    if {"women", "men"} <= who:
        who = set()
    result = who | codes & {"lgbtq", *_KINDS}
    if _is_for_migrants(named, who):
        result.add("migrants")
    if codes == {"seafaring"}:
        result = codes
    return [code for code in AUDIENCES if code in result]


def _is_for_migrants(named: Sequence[Codes], who: set[str]) -> bool:
    """Return whether every word about people names migrants: "women; migrants" are women, foreign or not."""
    says_little = {*_KINDS, "seafaring", "lgbtq"} | (set() if who else set(_BY_GENDER_AND_AGE))
    people = [set(codes) for codes in named if set(codes) - says_little]
    return bool(people) and all("migrants" in codes and EVERY_VICTIM not in codes for codes in people)


@dataclass
class AudienceVocabulary:
    """The tables about people; unknown words are added to `unknown`."""

    unknown: set[str]
    _words: dict[str, Codes] = field(default_factory=lambda: read_codes("audiences.csv", "word", "codes"))
    _rows: dict[str, Codes] = field(default_factory=lambda: read_codes("audience_rows.csv", "id", "codes"))
    _countries: dict[str, Codes] = field(default_factory=lambda: read_codes("nationalities.csv", "word", "country"))
    _of_rows: dict[str, Codes] = field(default_factory=lambda: read_codes("nationality_rows.csv", "id", "countries"))

    def audiences(self, row: Row, *, consular: bool) -> list[str]:
        """Return the audience codes of a row; a consular service is for all of its citizens."""
        words = split_words(row["population"])
        self.unknown.update(f"audience: {word}" for word in words if word not in self._words)
        if row["id"] in self._rows:
            return [code for code in AUDIENCES if code in self._rows[row["id"]]]
        return [] if consular else combine_audiences([self._words.get(word, ()) for word in words])

    def nationalities(self, row: Row, *, consular: bool) -> list[str]:
        """Return the countries (ISO 3166-1) whose citizens a row is for; an empty list means any.

        A charity's word such as "Thais abroad" does not exclude others: such rows have an entry of their own.

        Raises:
            NoNationalityError: a consular row names no nationality.
        """
        if not consular:
            return list(self._of_rows.get(row["id"], ()))
        codes_named = [code for word in split_words(row["population"]) for code in self._countries.get(word, ())]
        if not codes_named:
            raise NoNationalityError(row["population"])
        return sorted(set(codes_named))


def _regions() -> dict[tuple[str, str], str]:
    return {(row["country"], row["place"]): row["region"] for row in read_table(PLACE_NAMES)}


@dataclass
class Vocabulary:
    """The tables of words, and the words that they lack."""

    unknown: set[str] = field(default_factory=set)
    people: AudienceVocabulary = field(init=False)
    _needs: dict[str, Codes] = field(default_factory=lambda: read_codes("needs.csv", "word", "needs"))
    _need_rows: dict[str, Codes] = field(default_factory=lambda: read_codes("need_rows.csv", "id", "needs"))
    _languages: dict[str, Codes] = field(default_factory=lambda: read_codes("languages.csv", "word", "codes"))
    _places: dict[tuple[str, str], str] = field(default_factory=_regions)
    _no_hours: dict[str, Codes] = field(default_factory=lambda: read_codes("hours.csv", "printed", "hours"))

    def __post_init__(self) -> None:
        """Let the tables about people collect into the same set."""
        self.people = AudienceVocabulary(self.unknown)

    def hours(self, row: Row) -> str:
        """Return the hours as printed; empty if the cell only remarks that they are unknown."""
        return "" if row["hours"] in self._no_hours else row["hours"]

    def needs(self, row: Row) -> list[str]:
        """Return the need codes of a row; none if a person read it and found none.

        Such a row stays in the directory for staff to complete; search never offers it, because "coordination" or
        "research" helps nobody in need. A crisis line is no hotline for trafficking: its volunteers listen to people
        who want to die, and know nothing of passports and debts.
        """
        codes = set(self._codes_of(self._needs, "service", split_words(row["services"])))
        if not codes and row["id"] not in self._need_rows:
            self.unknown.add(f"row without a need: {row['id']}")
        if CRISIS_SUPPORT in codes and row["trafficking_specific"] != "yes":
            codes.discard(HOTLINE)
        return sorted(set(self._need_rows.get(row["id"], codes)))

    def languages(self, row: Row) -> tuple[list[str], str]:
        """Return the BCP 47 codes of a row, and what is printed beyond a plain list of languages."""
        words = split_words(row["languages"])
        codes = self._codes_of(self._languages, "language", words)
        plain = {word for word in words if self._languages.get(word) and word.replace(" ", "").isalpha()}
        return list(dict.fromkeys(codes)), "; ".join(word for word in words if word not in plain)

    def coverage(self, row: Row, *, consular: bool) -> list[str]:
        """Return the places that a row covers, in the format that README.md describes.

        An embassy is in one town and serves the whole country.
        """
        country = row["country_iso2"]
        if row["scope"] == "national" or consular or country in ONE_TOWN:
            return [country]
        if not row["region_city"]:
            return [f"{country}-?" if row["scope"] == "provincial" else WHOLE_WORLD]
        regions = [self._region(country, place) for place in split_words(row["region_city"])]
        return list(dict.fromkeys(code for region in regions for code in region.split()))

    def _region(self, country: str, place: str) -> str:
        for name in (place, place.split(" (", maxsplit=1)[0]):
            if (country, name) in self._places:
                return self._places[country, name] or f"{country}-?"
        self.unknown.add(f"place: {country} {place}")
        return f"{country}-?"

    def _codes_of(self, table: dict[str, Codes], kind: str, words: list[str]) -> list[str]:
        self.unknown.update(f"{kind}: {word}" for word in words if word not in table)
        return [code for word in words for code in table.get(word, ())]
