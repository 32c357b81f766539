"""Turn printed words into codes: needs, languages, places.

Nothing is guessed and nothing is lost in silence: a word that the tables do not know is
collected, and the build shows it and stops.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from directory.domain.csv_tables import read_table
from directory.parsing.regions import PLACE_NAMES
from directory.seed.decision_tables import Codes, read_codes
from directory.seed.selection import Row, words_of

EVERYBODY: Final = "all"
ANYBODY_HARMED: Final = "anyone"
"""Marks a word such as "trafficking victims": foreign or not, so the row is not made for migrants alone."""
_BY_GENDER_AND_AGE: Final = ("women", "men", "girls", "boys")
_ALONE: Final = ("migrants", "seafaring")
_KINDS: Final = ("labour", "sex_trade", "domestic_work", "forced_marriage", "begging", "scam")
AUDIENCES: Final = (*_BY_GENDER_AND_AGE, "lgbtq", *_ALONE, *_KINDS)
"""The codes in the order in which they are written; `directory.domain.audiences` says what follows from them."""


class NoNationalityError(ValueError):
    """A consular row does not say whose citizens it is for: nobody could ever be sent to it."""


def combined(named: Sequence[Codes]) -> list[str]:
    """Return the audience of a row from the codes of its words; nothing means everybody.

    Women and men together are everybody: no word says that children are refused, and a row for adults
    only is read whole. Seafarers' services turn others away only where no other word stands.
    """
    codes = {code for one in named for code in one}
    if EVERYBODY in codes:
        return []
    who = codes & set(_BY_GENDER_AND_AGE)
    if {"women", "men"} <= who:
        who = set()
    kept = who | codes & {"lgbtq", *_KINDS}
    if _for_migrants(named, who):
        kept.add("migrants")
    if codes == {"seafaring"}:
        kept = codes
    return [code for code in AUDIENCES if code in kept]


def _for_migrants(named: Sequence[Codes], who: set[str]) -> bool:
    """Tell whether every word that names people names migrants: "women; migrants" are women, foreign or not."""
    says_little = {*_KINDS, "seafaring", "lgbtq"} | (set() if who else set(_BY_GENDER_AND_AGE))
    people = [set(one) for one in named if set(one) - says_little]
    return bool(people) and all("migrants" in one and ANYBODY_HARMED not in one for one in people)


@dataclass
class Whom:
    """The tables about people; words that they do not know are added to `unknown`."""

    unknown: set[str]
    _words: dict[str, Codes] = field(default_factory=lambda: read_codes("audiences.csv", "word", "codes"))
    _rows: dict[str, Codes] = field(default_factory=lambda: read_codes("audience_rows.csv", "id", "codes"))
    _countries: dict[str, Codes] = field(default_factory=lambda: read_codes("nationalities.csv", "word", "country"))
    _of_rows: dict[str, Codes] = field(default_factory=lambda: read_codes("nationality_rows.csv", "id", "countries"))

    def audiences(self, row: Row, *, consular: bool) -> list[str]:
        """Return the audience codes of a row; a state's service for its people is for all of them."""
        words = words_of(row["population"])
        self.unknown.update(f"audience: {word}" for word in words if word not in self._words)
        if row["id"] in self._rows:
            return [code for code in AUDIENCES if code in self._rows[row["id"]]]
        return [] if consular else combined([self._words.get(word, ()) for word in words])

    def nationalities(self, row: Row, *, consular: bool) -> list[str]:
        """Return the countries (ISO 3166-1) whose citizens a row is for; nothing means that it does not ask.

        A charity's word such as "Thais abroad" only adds to whom it helps: such rows are read whole.

        Raises:
            NoNationalityError: a consular row names no nationality.
        """
        if not consular:
            return list(self._of_rows.get(row["id"], ()))
        named = [code for word in words_of(row["population"]) for code in self._countries.get(word, ())]
        if not named:
            raise NoNationalityError(row["population"])
        return sorted(set(named))


WHOLE_WORLD = "*"
# These territories are one town: a service of the town serves all of it.
ONE_TOWN = frozenset({"HK", "MO", "SG"})


def _regions() -> dict[tuple[str, str], str]:
    return {(row["country"], row["place"]): row["region"] for row in read_table(PLACE_NAMES)}


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
