"""Give a text and a name of a place one spelling, so that they can be compared.

Case, accents, apostrophes and hyphens go; vowels and tones of Thai, Lao, Khmer
and Burmese stay, because they are letters there. The gazetteer is built with
these same functions: change them and it must be built again.
"""

import re
import unicodedata
from typing import NamedTuple

LONGEST_TEXT = 1000
"""Characters that are read; whoever sends more must not buy more of our time."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_APOSTROPHES = "'`\u00b4\u2018\u2019\u02bb\u02bc"
_DROPPED = dict.fromkeys(map(ord, _INVISIBLE + _APOSTROPHES))
_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "\u0131": "i", "æ": "ae", "œ": "oe"})
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
# Thai and Lao, Burmese and its extensions, Khmer, Chinese.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f"
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_LATIN_RUN = re.compile(r"[0-9a-z]+")
_CLAUSE_END = re.compile("[,;:!?\n¡¿()\u3002\uff0c]|[.](?=\\s)")


class Token(NamedTuple):
    """A spaced word, or a stretch of an unspaced script; `clause` counts the commas and stops before it."""

    text: str
    unspaced: bool
    clause: int


def fold(text: str) -> str:
    """Return the text without case, accents and invisible characters; any string is fine, surrogates too."""
    decomposed = unicodedata.normalize("NFD", text.translate(_DROPPED).casefold())
    folded = unicodedata.normalize("NFC", _LATIN_MARKS.sub("", decomposed).translate(_LETTERS))
    # Two keys that look like one: Thai sara ae typed as two sara e, sara am (Thai, Lao) typed in halves.
    return folded.replace("เเ", "แ").replace("\u0e4d\u0e32", "\u0e33").replace("\u0ecd\u0eb2", "\u0eb3")


def is_unspaced(text: str) -> bool:
    """Tell whether a folded name is in a script that doesn't part its words."""
    return re.match(rf"[{_UNSPACED}]", text) is not None


def is_latin(text: str) -> bool:
    """Tell whether a folded name, its spaces aside, is in plain Latin letters."""
    return _LATIN_RUN.fullmatch(text.replace(" ", "")) is not None


def tokens(text: str) -> list[Token]:
    """Cut the start of a text into folded tokens, at spaces, punctuation and where the script changes."""
    folded = fold(text[:LONGEST_TEXT])
    found, clause, end = [], 0, 0
    for run in _RUN.finditer(folded):
        # One letter more, so that the full stop of "U.S.A." is seen to end nothing.
        clause += _CLAUSE_END.search(folded, end, run.start() + 1) is not None
        found.append(Token(run.group(), is_unspaced(run.group()), clause))
        end = run.end()
    return found


def spaced(name: str) -> str:
    """Return the folded form under which a name is kept: its words parted by one space."""
    return " ".join(token.text for token in tokens(name))
