"""How old the person who writes is, where they tell it.

The danger is another's age ("my sister is 15") or another number ("15 people"), which
must not make a child of an adult: an age counts only in the words in which people tell
their own, and beside nobody else where these words leave open whose it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from nlu.text.normalization import LONGEST, key
from nlu.text.word_lists import UNSPACED, one_of, with_plain_digits, words_of

_YOUNGEST, _OLDEST = 5, 99
"""Years: somebody younger can't write, a larger number is no age."""

_IN_WORDS_FROM = 10
"""Smaller numbers are in too many other phrases to be looked for in words."""

_CLAUSE_ENDS = re.compile(r"[,.;:!?،؛؟。，、；！？၊။।\n]+")


@dataclass(frozen=True, slots=True)
class _Ways:
    """How people tell ages in one language: what stands before the number, and what behind."""

    mine: tuple[str, ...]
    mine_before_years: tuple[str, ...]
    mine_after: re.Pattern[str]
    told: tuple[str, ...]
    told_after: re.Pattern[str]
    years: re.Pattern[str]

    def tell(self, before: str, after: str, *, others: bool) -> bool:
        """Tell whether a number between `before` and `after` is the writer's age; `others`: it tells of others too."""
        years = not after or self.years.match(after)
        if (
            _ends(before, self.mine)
            or self.mine_after.match(after)
            or (years and _ends(before, self.mine_before_years))
        ):
            return True
        all_that_is_said = not before and self.years.fullmatch(after)
        told = all_that_is_said or _ends(before, self.told) or self.told_after.match(after)
        return bool(told) and not others


def own_age(text: str) -> int | None:
    """Return how many years old the writer says they are, 5 to 99, or None."""
    clauses = [said for part in _CLAUSE_ENDS.split(with_plain_digits(text[:LONGEST])) if (said := key(part))]
    others = any(_of_all("others").search(said) for said in clauses)
    for clause in clauses:
        for number in _numbers().finditer(clause):
            age = _in_words().get(number[0]) or int(number[0])
            before, after = clause[: number.start()].rstrip(), clause[number.end() :].lstrip()
            if not _YOUNGEST <= age <= _OLDEST or _of_all("other_units").match(after):
                continue
            if any(ways.tell(before, after, others=others) for ways in _all_ways()):
                return age
    return None


def _ends(text: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether `text` ends with one of `phrases`, as whole words where its script shows words."""
    return text.endswith(phrases) and any(
        text.endswith(phrase) and (UNSPACED.match(phrase) or text[-len(phrase) - 1 : -len(phrase)] in {"", " "})
        for phrase in phrases
    )


@cache
def _numbers() -> re.Pattern[str]:
    years = one_of(word for words in words_of().values() for word in words["age"]["years"])
    return re.compile(rf"(?<![a-z\d])\d{{1,2}}(?:(?![a-z\d])|(?={years}))|{one_of(_in_words())}")


@cache
def _of_all(name: str) -> re.Pattern[str]:
    """What stands in a list of all languages: people mix them, and an English "years old" with their own sister."""
    return re.compile(one_of(word for words in words_of().values() for word in words["age"][name]))


@cache
def _in_words() -> dict[str, int]:
    """The larger numbers as people write them in letters, in all languages."""
    return {
        key(name): number
        for words in words_of().values()
        for number, names in words["numbers"].items()
        if number != "last" and number >= _IN_WORDS_FROM
        for name in names
    }


@cache
def _all_ways() -> list[_Ways]:
    return [_ways(words["age"], words["polite"]) for words in words_of().values()]


def _ways(age: dict[str, Any], polite: Iterable[str]) -> _Ways:
    def keys(name: str) -> tuple[str, ...]:
        return tuple(map(key, age[name]))

    def pattern(name: str) -> re.Pattern[str]:
        return re.compile(one_of(age[name]))

    return _Ways(
        mine=keys("mine"),
        mine_before_years=keys("mine_before_years"),
        mine_after=pattern("mine_after"),
        told=keys("told"),
        told_after=pattern("told_after"),
        years=re.compile(rf"{one_of(age['years'])}(?: ?{one_of([*age['years'], *polite])})*"),
    )
