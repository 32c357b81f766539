"""Break text into lines that surely fit, in any script and font: widths are estimated, rather too wide."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_NARROW = frozenset("ijlI.,:;'’|!‹›·")
_SLIM = frozenset('frt()[]-"“” /')
_BROAD = frozenset("mwMWQ@%—…→")
_SCRIPTS = {
    "THAI": 0.66,
    "LAO": 0.68,
    "KHMER": 0.95,
    "MYANMAR": 1.05,
    "ARABIC": 0.62,
    "DEVANAGARI": 0.72,
    "BENGALI": 0.76,
}
_UNSPACED = ("THAI", "LAO", "KHMER", "MYANMAR", "CJK", "IDEOGRAPHIC", "FULLWIDTH")
"""What Unicode calls scripts that put no spaces between words: lines break between any two letters."""
_LINES_UP_BEFORE = "\u0e40-\u0e44\u0ec0-\u0ec4\u17d2\u1039"
"""Vowels that are written before their consonant, and signs that stack the next one: no line ends behind them."""
_CLOSES = "，。！？；：、）」”’,.!?;:)"
_BOLD = 1.08


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is at most, in the unit of `size`, that of the font."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def lines(text: str, room: float, size: float, *, bold: bool = False, most: int = 99) -> list[str]:
    """Return the text in lines no wider than `room`; what needs more than `most` lines ends with an ellipsis."""
    broken = [line for part in text.splitlines() for line in _broken(part, room, size, bold=bold)]
    if len(broken) <= most:
        return broken
    last = list(_pieces(broken[most - 1]))
    while last[1:] and width("".join(last).rstrip() + "…", size, bold=bold) > room:
        last.pop()
    return [*broken[: most - 1], "".join(last).rstrip(" ,.;:·") + "…"]


def _broken(text: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    line = ""
    for piece in _fitting(text, room, size, bold=bold):
        if line and width((line + piece).rstrip(), size, bold=bold) > room:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()


def _fitting(text: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    """Yield the pieces of a text, and the letters of a word that is longer than a line."""
    for piece in _pieces(text):
        yield from [piece] if width(piece.rstrip(), size, bold=bold) <= room else piece


def _pieces(text: str) -> Iterator[str]:
    """Yield what must stay on one line: a word and the space behind it, or a letter with its marks."""
    for word in re.findall(r"\S+\s*", text):
        if any(_is_unspaced(letter) for letter in word):
            yield from re.findall(_LETTER, word)
        else:
            yield word


_LETTER = re.compile(
    rf"[{_LINES_UP_BEFORE}(「“‘]*[^\s](?:[{_CLOSES}\s]|[\u0e30-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ebc\u0ec6-\u0ecd]"
    r"|[\u1000-\u102a]\u1037?\u103a|[\u17b4-\u17d3]|[\u102b-\u103e\u1056-\u1060\u1062-\u1064\u1087-\u108d]|(?<=[\u17d2\u1039])\S)*"
)
"""A letter with the marks that belong to it, and what closes a phrase behind it."""


@cache
def _is_unspaced(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(_UNSPACED)


@cache
def _em(letter: str) -> float:
    """Return the width of a letter as a part of the font's size."""
    if unicodedata.category(letter) in {"Mn", "Cf"}:
        return 0.0
    if letter.isascii() or letter in _NARROW | _SLIM | _BROAD:
        return _latin(letter)
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], 0.84 if letter.isupper() else 0.68)


def _latin(letter: str) -> float:
    if letter in _NARROW:
        return 0.33
    if letter in _SLIM:
        return 0.42
    if letter in _BROAD:
        return 1.0
    return 0.74 if letter.isupper() else 0.6
