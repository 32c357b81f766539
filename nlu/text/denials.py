"""Words that deny what stands beside them: "they don't keep my passport", "police nahi chahiye"."""

from functools import cache

from nlu.text.phrase_index import LEXICON, FoundPhrase, PhraseIndex
from nlu.text.word_lists import UNSPACED
from nlu.text.yaml_files import read_yaml

_WORDS, _LETTERS = 2, 8
"""How far from a phrase a denial may stand, in words, and in letters where words are not spaced."""
_ARTICLES = frozenset(["the", "a", "an", "la", "el", "le", "les", "lo", "los", "las", "l", "o", "os", "as"])
_DENIED_AFTER = frozenset({"hi", "bn"})
"""Languages in which the denial follows the verb: "police nahi chahiye"."""


def is_denied(text_key: str, hit: FoundPhrase, language: str) -> bool:
    """Return whether a word of denial stands right before a phrase of a `phrase_key`, or after where that is usual."""
    words = [word for word in text_key[: hit.start].split() if word not in _ARTICLES]
    before = " ".join(words[-_WORDS:])
    after = " ".join(text_key[hit.end :].split()[:_WORDS]) if language in _DENIED_AFTER else ""
    if UNSPACED.search(before):
        before = before[-_LETTERS:]
    return any(any(_denials(code).find(part)) for code in {language, "en"} for part in (before, after))


@cache
def _denials(language: str) -> PhraseIndex:
    lists = read_yaml(LEXICON / "denials.yml")
    return PhraseIndex.build((str(word), language) for word in lists.get(language, ()))
