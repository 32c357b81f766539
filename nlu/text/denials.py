"""Words that deny what stands beside them: "they don't keep my passport", "police nahi chahiye"."""

from functools import cache
from typing import Any

from nlu.text.phrase_index import LEXICON, PhraseIndex
from nlu.text.word_lists import UNSPACED
from nlu.text.yaml_files import read_yaml

ANY = "any"
"""Instead of a language: the words that deny whatever the language of the text."""
_LETTERS_OF_A_WORD = 4
"""How many letters count as a word where words are not spaced."""


def is_denied(text_key: str, start: int, end: int, language: str, *, words: int = 2) -> bool:
    """Return whether a denial stands up to so many words before `start`, or after `end` where that is usual.

    `text_key` is a `phrase_key`, `language` BCP 47 or `ANY`; articles are not counted.
    """
    articles = _lists()["articles"]
    before = " ".join([word for word in text_key[:start].split() if word not in articles][-words:])
    if UNSPACED.search(before):
        before = before[-words * _LETTERS_OF_A_WORD :]
    return _denies("before", before, language) or is_denied_after(text_key, end, language, words=words)


def is_denied_after(text_key: str, end: int, language: str, *, words: int = 2) -> bool:
    """Return whether a denial follows `end`, as in Hindi and Bengali; arguments as in `is_denied`."""
    return _denies("after", " ".join(text_key[end:].split()[:words]), language)


def has_denial(text_key: str, language: str) -> bool:
    """Return whether a denial of its language stands anywhere in a `phrase_key`."""
    return any(any(_index(side, language).find(text_key)) for side in ("before", "after"))


def _denies(side: str, words: str, language: str) -> bool:
    languages = {language} if language == ANY else {language, "en"}
    return any(any(_index(side, code).find(words)) for code in languages)


@cache
def _index(side: str, language: str) -> PhraseIndex:
    return PhraseIndex.build((str(word), side) for word in _lists()[side].get(language, ()))


@cache
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = read_yaml(LEXICON / "denials.yml")
    return lists
