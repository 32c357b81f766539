"""Give a text and a name of a place one spelling, so that they can be compared.

Case, accents, apostrophes and hyphens go, and so do the short vowels of Arabic and
what Hindi and Bengali often leave out (nukta, candrabindu); the other vowels and tones
of Asian scripts stay, because they are letters there. The gazetteer is built with
these same functions: change them and it must be built again.
"""

import re
import unicodedata
from typing import NamedTuple

LONGEST_TEXT = 1000
"""Characters that are read; whoever sends more must not buy more of our time."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0640"
"""The last is no letter but a longer line between two of them, in Arabic."""
_APOSTROPHES = "'`\u00b4\u2018\u2019\u02bb\u02bc"
_DROPPED = dict.fromkeys(map(ord, _INVISIBLE + _APOSTROPHES))
_FRENCH_ELISION = re.compile(rf"\b([ldjsmtn]|qu)[{_APOSTROPHES}](?=[aeiouhâàéèêîôûœ])", re.IGNORECASE)
_ALONE = {"à": "ɑ", "ở": "ɵ"}
"""French and Vietnamese for "in", which without their accents are words of other languages: letters of their own."""
_IN = re.compile(r"(?<!\w)[àở](?!\w)")
_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "\u0131": "i", "æ": "ae", "œ": "oe"}
    # Arabic: the ends of "Syria" and "Tripoli" as people type them; the letters of Persian and Urdu.
    | {"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "گ": "غ", "ڤ": "ف", "پ": "ب", "چ": "ج", "ہ": "ه", "ھ": "ه"}
    # Candrabindu as anusvara in Hindi; Burmese zero as the letter that looks like it; Lao ligatures and the old r.
    | {"\u0901": "\u0902", "\u1040": "\u101d", "ໜ": "ຫນ", "ໝ": "ຫມ", "\u0ebc": "ລ", "ຣ": "ລ"},
)
# Accents of Latin and Cyrillic, short vowels of Arabic, nuktas, and the candrabindu of Bengali.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u093c\u0981\u09bc]")
_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|\u0ecd([\u0ec8-\u0ecb]?)\u0eb2")
# Thai and Lao, Burmese and its extensions, Khmer, Chinese.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f"
_UNSPACED_START = re.compile(rf"[{_UNSPACED}]")
# The vowel signs of Indian scripts are no letters to `re`.
_RUN = re.compile(rf"[{_UNSPACED}]+|(?:[^\W_{_UNSPACED}]|[\u0900-\u0963\u0966-\u0dff])+")
_LATIN_RUN = re.compile(r"[0-9a-z]+")
_CLAUSE_END = re.compile(
    "[,;:!?\n¡¿()\u060c\u061b\u061f\u0964\u104a\u104b\u17d4\u3001\u3002\uff01\uff0c\uff1f]|[.](?=\\s)"
)


class Token(NamedTuple):
    """A spaced word, or a stretch of an unspaced script; `clause` counts the commas and stops before it."""

    text: str
    unspaced: bool
    clause: int


def fold(text: str) -> str:
    """Return the text without case, accents and invisible characters; any string is fine, surrogates too."""
    visible = unicodedata.normalize("NFC", _FRENCH_ELISION.sub(r"\1 ", text).translate(_DROPPED).casefold())
    alone = _IN.sub(lambda word: _ALONE[word.group()], visible)
    bare = _MARKS.sub("", unicodedata.normalize("NFD", alone))
    folded = unicodedata.normalize("NFC", bare.translate(_LETTERS)).replace("เเ", "แ")
    # Two keys that look like one: Thai sara ae typed as two sara e, sara am (Thai, Lao) typed in halves.
    return _SARA_AM.sub(lambda halves: f"{halves[1]}\u0e33" if halves[1] is not None else f"{halves[2]}\u0eb3", folded)


def is_unspaced(text: str) -> bool:
    """Tell whether a folded name is in a script that doesn't part its words."""
    return _UNSPACED_START.match(text) is not None


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
