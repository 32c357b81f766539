"""The age of the person who writes, if they state it.

The danger is another person's age ("my sister is 15") or another number ("15 people"), which must not turn an adult
into a child: a number counts only in phrases for one's own age, or in ambiguous phrases if no other person is
mentioned.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from nlu.text.denials import ANY, is_denied
from nlu.text.normalization import MAX_LENGTH, match_key
from nlu.text.word_lists import UNSPACED, any_phrase, load_word_lists, normalize_digits

_YOUNGEST, _OLDEST = 5, 99
"""Years: younger children cannot write, and a larger number is not an age."""
_YOUNGEST_UNFRAMED = 8
"""Years below which a number is an age only after "I am": "they said 5 years" is none."""

_MIN_NUMBER_WORD = 10
"""Smaller numbers in words occur in too many other phrases."""

_CLAUSE_ENDS = re.compile(r"[,.;:!?،؛؟。，、；！？၊။।\n]+")


@dataclass(frozen=True, slots=True)
class _AgePhrases:
    """Phrases before and after an age in one language."""

    own_age_before: tuple[str, ...]
    own_age_before_years: tuple[str, ...]
    own_age_after: re.Pattern[str]
    any_age: tuple[str, ...]
    any_age_after: re.Pattern[str]
    years: re.Pattern[str]

    def is_age(self, number: int, before: str, after: str, *, others: bool) -> bool:
        """Return whether a number is the writer's age; `others`: the text mentions other people."""
        years = not after or self.years.match(after)
        if (
            _ends(before, self.own_age_before)
            or self.own_age_after.match(after)
            or (years and _ends(before, self.own_age_before_years))
        ):
            return True
        if number < _YOUNGEST_UNFRAMED:
            return False
        is_whole_message = not before and self.years.fullmatch(after)
        any_age = is_whole_message or _ends(before, self.any_age) or self.any_age_after.match(after)
        return bool(any_age) and not others


def extract_age(text: str) -> int | None:
    """Return the writer's age in years, 5 to 99, or None if they do not state it."""
    clauses = [
        clause for part in _CLAUSE_ENDS.split(normalize_digits(text[:MAX_LENGTH])) if (clause := match_key(part))
    ]
    others = any(_pattern_of("others").search(clause) for clause in clauses)
    for clause in clauses:
        for number in _numbers().finditer(clause):
            age = _number_words().get(number[0]) or int(number[0])
            before, after = clause[: number.start()].rstrip(), clause[number.end() :].lstrip()
            if not _YOUNGEST <= age <= _OLDEST or _pattern_of("other_units").match(after):
                continue
            is_age = any(ways.is_age(age, before, after, others=others) for ways in _all_age_phrases())
            if is_age and not is_denied(clause, number.start(), number.end(), ANY, words=3):
                return age  # and not "no, I am not 14"
    return None


def _ends(text: str, phrases: tuple[str, ...]) -> bool:
    """Return whether `text` ends with one of `phrases`, as whole words if its script has spaces."""
    return text.endswith(phrases) and any(
        text.endswith(phrase) and (UNSPACED.match(phrase) or text[-len(phrase) - 1 : -len(phrase)] in {"", " "})
        for phrase in phrases
    )


@cache
def _numbers() -> re.Pattern[str]:
    years = any_phrase(word for words in load_word_lists().values() for word in words["age"]["years"])
    return re.compile(rf"(?<![a-z\d])\d{{1,2}}(?:(?![a-z\d])|(?={years}))|{any_phrase(_number_words())}")


@cache
def _pattern_of(name: str) -> re.Pattern[str]:
    """Compile a list of all languages: people mix languages, such as English "years old" with their own "sister"."""
    return re.compile(any_phrase(word for words in load_word_lists().values() for word in words["age"][name]))


@cache
def _number_words() -> dict[str, int]:
    """Return the larger numbers in words, in all languages."""
    return {
        match_key(name): number
        for words in load_word_lists().values()
        for number, names in words["numbers"].items()
        if number != "last" and number >= _MIN_NUMBER_WORD
        for name in names
    }


@cache
def _all_age_phrases() -> list[_AgePhrases]:
    return [_age_phrases(words["age"], words["polite"]) for words in load_word_lists().values()]


def _age_phrases(age: dict[str, Any], polite: Iterable[str]) -> _AgePhrases:
    def keys(name: str) -> tuple[str, ...]:
        return tuple(map(match_key, age[name]))

    def pattern(name: str) -> re.Pattern[str]:
        return re.compile(any_phrase(age[name]))

    return _AgePhrases(
        own_age_before=keys("mine"),
        own_age_before_years=keys("mine_before_years"),
        own_age_after=pattern("mine_after"),
        any_age=keys("told"),
        any_age_after=pattern("told_after"),
        years=re.compile(rf"{any_phrase(age['years'])}(?: ?{any_phrase([*age['years'], *polite])})*"),
    )
