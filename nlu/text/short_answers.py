"""What one small word means where it is the whole message: a number, yes or no, stop, how-to, start."""

import re
from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import TypeVar

from nlu.text.normalization import key
from nlu.text.word_lists import one_of, with_plain_digits, words_of

Meaning = TypeVar("Meaning")

LAST = -1
"""The number of "the last one"."""

LONGEST = 50
"""Characters from which a text is more than a small word, whatever stands around it."""

_BELIEVED_ABROAD = 5
"""Latin letters from which a word of one other language than the conversation's is believed: "do" is two in Hindi."""


class Said(StrEnum):
    """What a message of one small word says, but for a number."""

    YES = "yes"
    NO = "no"
    STOP = "stop"
    HELP = "help"
    """Asks what can be done here. A cry for help is another thing: more words, or an exclamation mark."""
    START = "start"


def said_alone(text: str, language: str | None = None) -> Said | None:
    """Return what `text` says where it is only a yes, a no, or a word to stop, to begin or to ask how this works.

    `language` (BCP 47) decides where languages disagree: "hindi" is a no only of who writes in Filipino.
    """
    said = key(text)
    if len(said) > LONGEST:
        return None
    found = meaning(said, language)
    if found is None:
        bare = meaning(_polite().sub("", said), language)
        found = None if bare is Said.HELP else bare
    return found if isinstance(found, Said) and not (found is Said.HELP and "!" in text) else None


def meaning(said: str, language: str | None) -> int | Said | None:
    """Return what the `key` of a word means: in `language`, or else in all languages that know it if they agree."""
    meanings = _meanings().get(said, {})
    abroad = language is not None and language not in meanings and len(meanings) == 1
    if abroad and said.isascii() and said.isalpha() and len(said) < _BELIEVED_ABROAD:
        return None
    return _agreed(meanings, language)


def number_named(said: str, language: str | None) -> int | None:
    """Return the number that a word means where what stands around it says that it is one ("option two")."""
    numbers = {code: found for code, found in _meanings().get(said, {}).items() if isinstance(found, int)}
    return _agreed(numbers, language)


def _agreed(meanings: Mapping[str | None, Meaning], language: str | None) -> Meaning | None:
    if language in meanings:
        return meanings[language]
    agreed = set(meanings.values())
    return agreed.pop() if len(agreed) == 1 else None


@cache
def _meanings() -> dict[str, dict[str | None, int | Said | None]]:
    """Every small word -> language -> what it means there; None is the language of names of languages."""
    meanings: dict[str, dict[str | None, int | Said | None]] = defaultdict(dict)
    lists = words_of()
    for language, words in lists.items():
        for number, names in words["numbers"].items():
            for name in names:
                meanings[key(with_plain_digits(name))][language] = LAST if number == "last" else number
        for said in Said:
            for word in words[said]:
                meanings[key(word)][language] = said
    for words in lists.values():
        for name in (name for names in words["language_names"].values() for name in names):
            if key(name) in meanings:
                meanings[key(name)][None] = None
    return dict(meanings)


@cache
def _polite() -> re.Pattern[str]:
    """What people put behind a word to be polite, in all languages."""
    return re.compile(f" ?{one_of(word for words in words_of().values() for word in words['polite'])}$")
