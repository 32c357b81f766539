"""Who a message is about, and how old they are.

A number is an age only with its unit or in the frame of an age: "14 months" makes no child, nor does the line 1300.
"""

import re
from dataclasses import dataclass
from functools import cache

from nlu.encoder.sentence_encoder import Vectors
from nlu.reading.heads import head
from nlu.reading.schema import Person
from nlu.text.age import extract_age
from nlu.text.phrase_index import LEXICON, find_in_lexicon, phrase_key
from nlu.text.word_lists import UNSPACED
from nlu.text.yaml_files import read_yaml

ADULT_AGE = 18
"""Years: Convention on the Rights of the Child, article 1."""

_YOUNGEST, _OLDEST = 1, 99
_YOUNGEST_WRITER = 5
_OTHER_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class AboutPerson:
    """The person whom a message is about."""

    person: Person
    relation: str | None
    age: int | None
    is_minor: bool | None


def read_person(text: str, language: str, whole: Vectors | None, intent: str) -> AboutPerson:
    """Return whom a text is about; `whole` is its vector, shape (1, 384), without which the intent decides."""
    text_key = phrase_key(text)
    if whole is None:
        is_other = intent == "help_someone_else"
    else:
        is_other = float(head("message_person").probabilities(whole)[0, 1]) >= _OTHER_THRESHOLD
    relations = [hit.label for hit in find_in_lexicon(text_key, "people", language, "relations")]
    relation = next(iter(relations), None) if is_other else None
    age = _find_age(text, text_key, language)
    if age is not None and age < _YOUNGEST_WRITER and not is_other:
        age = None
    is_minor = None
    if age is not None:
        is_minor = age < ADULT_AGE
    elif any(find_in_lexicon(text_key, "people", language, "minor")):
        is_minor = True
    return AboutPerson(Person.OTHER if is_other else Person.SELF, relation, age, is_minor)


def _find_age(text: str, text_key: str, language: str) -> int | None:
    """Return the first age in years that a text tells, or None."""
    own = extract_age(text)
    if own is not None:
        return own
    for code in (language, "en"):
        for match in _age_frames(code).finditer(text_key):
            number = int(next(filter(None, match.groups())))
            if _YOUNGEST <= number <= _OLDEST and not other_units(code).match(text_key[match.end() :].lstrip()):
                return number
    return None


@cache
def _age_frames(language: str) -> re.Pattern[str]:
    """Compile the ways to tell an age in a language; nothing matches without a file."""
    frames = sorted((str(frame) for frame in _lists(language)["ages"] if "{n}" in str(frame)), key=len, reverse=True)
    return re.compile("|".join(map(_frame, frames)) or "(?!)")


@cache
def other_units(language: str) -> re.Pattern[str]:
    """Compile what follows a number that is no age and no line: months, days, money, people."""
    lists = _lists(language)
    units = {phrase_key(str(unit)) for unit in (*lists["months"], *lists["other_units"])} - {""}
    return re.compile("|".join([*sorted(map(re.escape, units), key=len, reverse=True), r"\d"]))


@cache
def _lists(language: str) -> dict[str, list[str]]:
    path = LEXICON / "people" / f"{language}.yml"
    empty: dict[str, list[str]] = {"ages": [], "months": [], "other_units": []}
    return read_yaml(path) if path.exists() else empty


def _frame(frame: str) -> str:
    """Return the regular expression of a phrase with `{n}` for the number."""
    before, after = (phrase_key(part) for part in frame.split("{n}", 1))
    start = "" if not before or UNSPACED.match(before) else r"(?<!\S)"
    end = "" if not after or UNSPACED.match(after[-1]) else r"(?!\S)"
    return rf"{start}{re.escape(before)} ?(?<!\d)(\d{{1,2}})(?!\d) ?{re.escape(after)}{end}"
