"""Short answers, where one word is the whole message: a number, yes, no, stop, help, start."""

import re
from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import TypeVar

from nlu.text.normalization import match_key
from nlu.text.word_lists import any_phrase, load_word_lists, normalize_digits

Meaning = TypeVar("Meaning")

LAST = -1
"""The number of "the last one"."""

MAX_LENGTH = 50
"""Maximum characters of a short answer with the words around it."""

_MIN_FOREIGN_LETTERS = 5
"""Latin letters from which a word of another language is accepted: "do" is two in Hindi."""


class ShortAnswer(StrEnum):
    """The meaning of a one-word message, except a number."""

    YES = "yes"
    NO = "no"
    STOP = "stop"
    HELP = "help"
    """Asks what the bot can do. A cry for help is different: more words, or an exclamation mark."""
    START = "start"


def parse_short_answer(text: str, language: str | None = None) -> ShortAnswer | None:
    """Return the meaning of `text` if it is only yes, no, or a word to stop, to start or to ask for help.

    `language` (BCP 47) decides if languages disagree: "hindi" means no only in Filipino.
    """
    word = match_key(text)
    if len(word) > MAX_LENGTH:
        return None
    found = word_meaning(word, language)
    if found is None:
        bare = word_meaning(_politeness().sub("", word), language)
        found = None if bare is ShortAnswer.HELP else bare
    return found if isinstance(found, ShortAnswer) and not (found is ShortAnswer.HELP and "!" in text) else None


def word_meaning(word: str, language: str | None) -> int | ShortAnswer | None:
    """Return the meaning of a word (its `match_key`) in `language`, else in all languages if they agree."""
    meanings = _meanings().get(word, {})
    abroad = language is not None and language not in meanings and len(meanings) == 1
    if abroad and word.isascii() and word.isalpha() and len(word) < _MIN_FOREIGN_LETTERS:
        return None
    return _agreed_meaning(meanings, language)


def named_number(word: str, language: str | None) -> int | None:
    """Return the number that a word means if the words around it show that it is one ("option two")."""
    numbers = {code: found for code, found in _meanings().get(word, {}).items() if isinstance(found, int)}
    return _agreed_meaning(numbers, language)


def _agreed_meaning(meanings: Mapping[str | None, Meaning], language: str | None) -> Meaning | None:
    if language in meanings:
        return meanings[language]
    agreed = set(meanings.values())
    return agreed.pop() if len(agreed) == 1 else None


@cache
def _meanings() -> dict[str, dict[str | None, int | ShortAnswer | None]]:
    """Return word -> language -> meaning; None is the language of names of languages."""
    meanings: dict[str, dict[str | None, int | ShortAnswer | None]] = defaultdict(dict)
    lists = load_word_lists()
    for language, words in lists.items():
        for number, names in words["numbers"].items():
            for name in names:
                meanings[match_key(normalize_digits(name))][language] = LAST if number == "last" else number
        for meaning in ShortAnswer:
            for word in words[meaning]:
                meanings[match_key(word)][language] = meaning
    for words in lists.values():
        for name in (name for names in words["language_names"].values() for name in names):
            if match_key(name) in meanings:
                meanings[match_key(name)][None] = None
    return dict(meanings)


@cache
def _politeness() -> re.Pattern[str]:
    """Compile the polite words after an answer, in all languages."""
    return re.compile(f" ?{any_phrase(word for words in load_word_lists().values() for word in words['polite'])}$")
