"""Cut a text into words, the same way for what is stored and for what is typed."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from directory.domain.text_keys import normal_text

# Han, kana and hangul: many of their words have two signs and no space beside them.
_UNSPACED_PAIR: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]{2,}")
_COMMAS: Final = str.maketrans(",;", "  ")


def words_of(text: str) -> list[str]:
    """Return the words of a text in normal form; a sign at the edge of a word is a word of its own.

    So "(DFWAC)" is three words, and "don't" is one. Commas and semicolons are spaces.
    """
    normal = normal_text(text)
    if normal.replace(" ", "").isalnum():
        return normal.split()
    words = normal.translate(_COMMAS).split()
    return [part for word in words for part in ((word,) if word.isalnum() else _peeled(word))]


def pairs_of(text: str) -> list[str]:
    """Return each two neighbouring signs of scripts without spaces, once and in order."""
    runs = _UNSPACED_PAIR.findall(text)
    return list(dict.fromkeys(first + second for run in runs for first, second in pairwise(run)))


def _peeled(word: str) -> Iterator[str]:
    """Yield the signs before a word, the word, and the signs behind it."""
    first, end = 0, len(word)
    while first < end and not _is_of_words(word[first]):
        first += 1
    while first < end and not _is_of_words(word[end - 1]):
        end -= 1
    yield from word[:first]
    if first < end:
        yield word[first:end]
    yield from word[end:]


def _is_of_words(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"
