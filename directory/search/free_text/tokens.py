"""Split a text into words, in the same way for stored texts and for queries."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from directory.domain.text_keys import normalize_text

# Han, kana and hangul: many words have two characters and no spaces around them.
_UNSPACED_PAIR: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]{2,}")
_COMMAS: Final = str.maketrans(",;", "  ")


def words_of(text: str) -> list[str]:
    """Return the normalized words of a text; a sign at the edge of a word is a separate word.

    "(DFWAC)" is three words, and "don't" is one. Commas and semicolons count as spaces.
    """
    normal = normalize_text(text)
    if normal.replace(" ", "").isalnum():
        return normal.split()
    words = normal.translate(_COMMAS).split()
    return [part for word in words for part in ((word,) if word.isalnum() else _split_affixes(word))]


def pairs_of(text: str) -> list[str]:
    """Return the pairs of neighbouring characters in scripts without spaces, each once, in order."""
    runs = _UNSPACED_PAIR.findall(text)
    return list(dict.fromkeys(first + second for run in runs for first, second in pairwise(run)))


def _split_affixes(word: str) -> Iterator[str]:
    """Yield the signs before a word, the word, and the signs after it."""
    first, end = 0, len(word)
    while first < end and not _is_word_character(word[first]):
        first += 1
    while first < end and not _is_word_character(word[end - 1]):
        end -= 1
    yield from word[:first]
    if first < end:
        yield word[first:end]
    yield from word[end:]


def _is_word_character(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"
