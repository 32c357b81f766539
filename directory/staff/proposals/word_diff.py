"""Which words of two texts differ, so that nobody has to look for one wrong digit."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Scripts without spaces between words, compared sign by sign: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_MARKS: Final = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u105e-\u1060\u17b4-\u17d3"
)
"""What stands above, below or behind the sign before it, and is never torn from it."""
_PIECE: Final = re.compile(rf"[{_UNSPACED}][{_MARKS}]*|[^\W{_UNSPACED}]+|\s+|.", re.DOTALL)
_MOST_PIECES: Final = 2_000
"""Comparing takes time by the square of their number; longer texts are shown as a whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words; `differs` where the other text has others."""

    text: str
    differs: bool


def compared(old: str, new: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return both texts in parts; the parts of each together are the text."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    if len(before) + len(after) > _MOST_PIECES:
        return (Part(old, differs=True),), (Part(new, differs=True),)
    olds: list[Part] = []
    news: list[Part] = []
    for kind, first, last, start, end in SequenceMatcher(None, before, after).get_opcodes():
        _add(olds, "".join(before[first:last]), differs=kind != "equal")
        _add(news, "".join(after[start:end]), differs=kind != "equal")
    return tuple(olds), tuple(news)


def _add(parts: list[Part], text: str, *, differs: bool) -> None:
    if text:
        parts.append(Part(text, differs))
