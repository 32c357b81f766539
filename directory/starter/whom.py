"""Say for whom a collected row is: audiences, and whose citizens.

The danger runs both ways: somebody sent to a door that is closed to them, and somebody kept from
one that is open. So a row is for everybody unless its words say otherwise, and where the
words alone mislead the row was read whole (tables/audience_rows.csv).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from directory.starter.selection import Row, words_of
from directory.starter.table_files import Codes, read_codes

EVERYBODY: Final = "all"
ANYBODY_HARMED: Final = "anyone"
"""Marks a word such as "trafficking victims": foreign or not, so the row is not made for migrants alone."""
_BY_GENDER_AND_AGE: Final = ("women", "men", "girls", "boys")
_ALONE: Final = ("migrants", "seafaring")
_KINDS: Final = ("labour", "sex_trade", "domestic_work", "forced_marriage", "begging", "scam")
AUDIENCES: Final = (*_BY_GENDER_AND_AGE, "lgbtq", *_ALONE, *_KINDS)
"""The codes in the order in which they are written; `directory.search.audiences` says what follows from them."""


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
