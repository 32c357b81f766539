"""How well a text answers the words that were typed."""

from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from directory.search.free_text.trigram_queries import Alternatives

PARTS: Final = "\t"
"""Stands between the parts of a text: names, places and needs, pairs."""
_WHOLE, _BESIDE, _BEGINS, _WITHIN, _MEANT = 1.0, 0.9, 0.8, 0.7, 0.6
# Of a hundred points, what goes to a name that is what was typed and nothing more.
_FOR_CLOSENESS: Final = 10
_ALIKE: Final = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """The words that were typed and, for each, what else it may mean: whole words with spaces round them, or pieces."""

    words: tuple[str, ...]
    meant: tuple[Alternatives, ...]


def score(asked: Asked, text: str) -> float:
    """Return 0 to 100: the more, the better the text fits; 0 where a word has nothing to do with it."""
    called, beside, _ = text.split(PARTS)
    worths = [_worth(word, meant, called, beside, text) for word, meant in zip(asked.words, asked.meant, strict=True)]
    if not all(worths):
        return 0
    typed = " ".join(asked.words)
    closeness = max((fuzz.ratio(typed, line.strip()) for line in called.split("\n")), default=0)
    return sum(worths) / len(worths) * (100 - _FOR_CLOSENESS) + closeness / 100 * _FOR_CLOSENESS


def _worth(word: str, meant: Alternatives, called: str, beside: str, text: str) -> float:
    """Return from 0 to 1 what a text says to one word."""
    if f" {word} " in called:
        return _WHOLE
    if f" {word} " in beside:
        return _BESIDE
    if word in text:
        return _BEGINS if f" {word}" in called else _WITHIN
    likeness = max((_likeness(word, one, text) for one in meant if one in text), default=0.0)
    return _MEANT * likeness / 100


def _likeness(word: str, meant: str, text: str) -> float:
    """Return from 0 to 100 how near what was meant is to what was typed; a piece of a word proves nothing yet."""
    if meant[0] == meant[-1] == " ":
        # A word for a need may look quite different in the language of the text.
        return max(fuzz.ratio(word, meant.strip()), _ALIKE)
    near = fuzz.partial_ratio(word, text)
    return near if near >= _ALIKE else 0
