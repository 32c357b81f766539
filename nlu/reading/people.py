"""Who a message is about, and how old they are.

A number is an age only with its unit or in the frame of an age: "14 months" makes no child, nor does the line 1300.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nlu.encoder.sentence_encoder import Vectors
from nlu.reading.heads import head
from nlu.reading.schema import Person
from nlu.reading.signals import find_quotes
from nlu.text.age import extract_age
from nlu.text.danger_phrases import find_wishes_to_die
from nlu.text.denials import ANY, is_denied_after
from nlu.text.phrase_index import LEXICON, FoundPhrase, PhraseIndex, find_in_lexicon, phrase_key
from nlu.text.word_lists import UNSPACED
from nlu.text.yaml_files import read_yaml

ADULT_AGE = 18
"""Years: Convention on the Rights of the Child, article 1."""

_YOUNGEST, _OLDEST = 1, 99
_YOUNGEST_WRITER, _YOUNGEST_OF_OTHER = 8, 5
_MAY_BE_SMALL = frozenset({"child", "baby", "son", "daughter", "girl", "boy", "niece", "nephew"})
"""Years of the writer and of somebody else, and relations whose age may be below that."""
_OWN_CHILDREN = frozenset({"child", "son", "daughter"})
_OTHER_THRESHOLD = 0.5
_LONGEST_WITH_AGE = 40
"""Characters of a message that is about its writer if it tells the writer's age."""


@dataclass(frozen=True, slots=True)
class AboutPerson:
    """The person whom a message is about."""

    person: Person
    relation: str | None
    age: int | None
    is_minor: bool | None


def read_person(
    text: str, language: str, whole: Vectors | None, intent: str, known: Person | None = None
) -> AboutPerson:
    """Return whom a text is about, if that is not `known`, and what it tells of them.

    `whole` is its vector, shape (1, 384), without which the intent decides.
    """
    text_key = phrase_key(text)
    if known:
        is_other = known is Person.OTHER
    elif whole is None:
        is_other = intent == "help_someone_else"
    else:
        is_other = float(head("message_person").probabilities(whole)[0, 1]) >= _OTHER_THRESHOLD
    if known is None and len(text) <= _LONGEST_WITH_AGE and extract_age(text) is not None:
        is_other = False
    found = list(find_in_lexicon(text_key, "people", language, "relations"))
    relations = [hit.label for hit in found if not _is_addressed(text_key, hit, language)]
    if known is None and found:
        is_other = bool(relations) and (is_other or _tells_of_relative(text_key, found, language))
    relation = next(iter(relations), None) if is_other else None
    age = _find_age(text, text_key, language)
    if age is not None and age < (_YOUNGEST_OF_OTHER if is_other else _YOUNGEST_WRITER):
        age = None if relation not in _MAY_BE_SMALL else age  # "for 2 years" is none, nor is "my boy is 5"
    is_minor = _is_minor_by_words(text_key, language) if age is None else age < ADULT_AGE
    return AboutPerson(Person.OTHER if is_other else Person.SELF, relation, age, is_minor)


def _tells_of_relative(text_key: str, relations: Sequence[FoundPhrase], language: str) -> bool:
    """Return whether a text tells of "my brother" and never says "I": whoever hurts the writer hurts "me"."""
    if any(_pronouns(language).find(text_key)):
        return False
    my = _first_person("my", language)
    return any(
        hit.label in _MAY_NEED_HELP and any(my.find("".join(text_key[: hit.start].split()[-1:]))) for hit in relations
    )


_MAY_NEED_HELP = frozenset({
    "brother", "sister", "son", "daughter", "cousin", "niece", "nephew", "friend", "wife", "child",
})  # fmt: skip
"""Relations of whom one tells because they need help, and hardly because they do harm."""


def mentions_child(text: str, language: str) -> bool:
    """Return whether a text names a child, a son or a daughter."""
    return not _OWN_CHILDREN.isdisjoint(_relations(text, language))


def mentions_relation(text: str, language: str) -> bool:
    """Return whether a text names a relative, a friend or another person near somebody."""
    return bool(_relations(text, language))


def mentions_writer(text: str, language: str) -> bool:
    """Return whether the writer of a text speaks of themself in it ("I")."""
    return any(_first_person("i", language).find(phrase_key(text)))


def wishes_to_die_oneself(text: str, language: str) -> bool:
    """Return whether the writer of a text says "I want to die", and not "my son wants to die"."""
    text_key = phrase_key(text)
    pronouns = list(_pronouns(language).find(text_key))
    owned = {hit.end for hit in find_in_lexicon(text_key, "people", language, "relations")}
    owned |= {hit.end for hit in pronouns}  # "con tôi" is "my child", though each is "I"

    def is_own(wish: FoundPhrase) -> bool:
        within = [each for each in pronouns if wish.start <= each.start < wish.end]
        subjects = within or [each for each in pronouns if 0 <= wish.start - each.end <= 1]
        return any(owned.isdisjoint({each.start, each.start - 1}) for each in subjects)

    return any(map(is_own, find_wishes_to_die(text_key, language)))


def quotes_wish_to_die(text: str, language: str) -> bool:
    """Return whether a wish to die in a text is what somebody else wrote: "my sister wrote me: i want to die"."""
    text_key = phrase_key(text)
    starts = [wish.start for wish in find_wishes_to_die(text_key, language)]
    quotes = find_quotes(text_key, language)
    return any(0 <= start - quote.end <= _BEFORE_QUOTED for quote in quotes for start in starts)


_BEFORE_QUOTED = 16
"""Characters before what is quoted, for who wrote it and "that"; behind more of them the writer speaks again."""


def weigh_first_person(text: str, language: str) -> tuple[float, ...]:
    """Return how far a text speaks of its writer: whether "I" stands in it, how early, and whether before a relation.

    Each is from 0 to 1. "brother I am in Doha" says it at once, "my brother is in Doha and I worry" after the brother.
    """
    text_key = phrase_key(text)
    first = min((hit.start for hit in _pronouns(language).find(text_key)), default=None)
    if first is None:
        return 0.0, 0.0, 0.0
    found = find_in_lexicon(text_key, "people", language, "relations")
    relations = [hit.start for hit in found if not _is_addressed(text_key, hit, language)]
    return 1.0, 1 / (1 + first / _LETTERS_OF_A_WORD), float(all(first < start for start in relations))


_LETTERS_OF_A_WORD = 6


def _relations(text: str, language: str) -> set[str]:
    text_key = phrase_key(text)
    found = find_in_lexicon(text_key, "people", language, "relations")
    return {hit.label for hit in found if not _is_addressed(text_key, hit, language)}


def _is_addressed(text_key: str, hit: FoundPhrase, language: str) -> bool:
    """Return whether a relation only addresses us: "brother, I ...", "O brother", and not "my brother"."""
    if any(at.start == 0 for at in _first_person("vocative", language).find(text_key[hit.end :])):
        return True
    follows = next(_first_person("i", language).find(text_key[hit.end :].lstrip()), None)
    before = text_key[: hit.start].split()[-1:]
    return follows is not None and follows.start == 0 and not any(_first_person("my", language).find("".join(before)))


@cache
def _pronouns(language: str) -> PhraseIndex:
    """Index the pronouns of a language alone: English "me" is Hindi "in"."""
    lists = read_yaml(LEXICON / "first_person.yml")["pronouns"]
    return PhraseIndex.build((str(word), "pronoun") for word in lists.get(language, lists["en"]))


@cache
def _first_person(name: str, language: str) -> PhraseIndex:
    lists = read_yaml(LEXICON / "first_person.yml")[name]
    return PhraseIndex.build(
        (str(word), name) for code in dict.fromkeys((language, "en")) for word in lists.get(code, ())
    )


def _is_minor_by_words(text_key: str, language: str) -> bool | None:
    """Return whether words tell that somebody is under 18 ("a minor") or that they are not ("not a child"), or None."""
    groups = {hit.label for code in (language, "en") for hit in _age_groups(code).find(text_key)}
    return None if not groups else "minor" in groups


@cache
def _age_groups(language: str) -> PhraseIndex:
    """Index both lists as one, so that "not a minor" is no "minor"."""
    lists = _lists(language)
    return PhraseIndex.build((str(phrase), group) for group in ("adult", "minor") for phrase in lists.get(group, ()))


def _find_age(text: str, text_key: str, language: str) -> int | None:
    """Return the first age in years that a text tells, or None."""
    own = extract_age(text)
    if own is not None:
        return own
    codes = (language, "en")
    for code in codes:
        for match in _age_frames(code).finditer(text_key):
            number, after = int(next(filter(None, match.groups()))), text_key[match.end() :].lstrip()
            is_of_other_unit = any(other_units(each).match(after) for each in codes)  # Bengali "age 6 lakh": before
            is_age = _YOUNGEST <= number <= _OLDEST and not is_of_other_unit
            if is_age and not is_denied_after(text_key, match.end(), ANY):
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
