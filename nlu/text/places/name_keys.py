"""Fold texts and names of places to one spelling, so that they can be compared.

Case, accents, apostrophes and hyphens are removed, and so are the short vowels of Arabic and marks that Hindi and
Bengali often omit (nukta, candrabindu); other vowels and tones of Asian scripts are letters and are kept. The gazetteer
is built with the same functions: after a change it must be rebuilt.
"""

import re
import unicodedata
from typing import NamedTuple

MAX_LENGTH = 1000
"""Characters that are read: longer messages must not take more time."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0640"
"""The last is the Arabic tatweel."""
_APOSTROPHES = "'`\u00b4\u2018\u2019\u02bb\u02bc"
_DROPPED = dict.fromkeys(map(ord, _INVISIBLE + _APOSTROPHES))
_FRENCH_ELISION = re.compile(rf"\b([ldjsmtn]|qu)[{_APOSTROPHES}](?=[aeiouhâàéèêîôûœ])", re.IGNORECASE)
SUFFIX_MARK = "\u1d57"
"""Begins a case ending that is a token of its own, because alone it is a word of other languages: "-dan"."""
_TURKISH_ENDING = re.compile(
    rf"(?<=\w\w\w)[{_APOSTROPHES}](?=(?:[dt][ae]n?(?:y[iı]m|y[iı]z|ki)?|[yn]?[ae]|n?[iıuü]n|l[iıuü](?:y[iıuü]m)?)\b)",
    re.IGNORECASE,
)
"""The apostrophe of Turkish between a name and its case ending: "Bursa'da"."""
_DENSE_ONLY_PENALTY = {"à": "ɑ", "ở": "ɵ"}
"""French and Vietnamese "in", which without accents are words of other languages, as special letters."""
_IN = re.compile(r"(?<!\w)[àởÀỞ](?!\w)")
_LETTERS = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "İ": "I",
        "\u0131": "i",
        "æ": "ae",
        "œ": "oe",
    }
    # Arabic: final letters of "Syria" and "Tripoli" as people type them; letters of Persian and Urdu.
    | {"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "گ": "غ", "ڤ": "ف", "پ": "ب", "چ": "ج", "ہ": "ه", "ھ": "ه"}
    # Candrabindu as anusvara in Hindi; Burmese zero as the letter that looks like it; Lao ligatures and the old r.
    | {"\u0901": "\u0902", "\u1040": "\u101d", "ໜ": "ຫນ", "ໝ": "ຫມ", "\u0ebc": "ລ", "ຣ": "ລ"},
)
# Accents of Latin and Cyrillic, short vowels of Arabic, nuktas, and the candrabindu of Bengali.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u093c\u0981\u09bc]")
_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|\u0ecd([\u0ec8-\u0ecb]?)\u0eb2")
# Thai and Lao, Burmese and its extensions, Khmer, Japanese, Chinese.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f"
_UNSPACED_START = re.compile(rf"[{_UNSPACED}]")
# `re` does not treat the vowel signs of Indian scripts as letters.
_RUN = re.compile(rf"[{_UNSPACED}]+|(?:[^\W_{_UNSPACED}]|[\u0900-\u0963\u0966-\u0dff])+")
_LATIN_RUN = re.compile(r"[0-9a-z]+")
_CLAUSE_END = re.compile(
    "[,;:!?\n¡¿()\u060c\u061b\u061f\u0964\u104a\u104b\u17d4\u3001\u3002\uff01\uff0c\uff1f]|[.](?=\\s)"
)


class Token(NamedTuple):
    """A spaced word, or a run of an unspaced script; `clause` counts the clause ends before it.

    `is_capitalized` says that only its first letter is a capital.
    """

    text: str
    unspaced: bool
    clause: int
    is_capitalized: bool = False


def fold_text(text: str) -> str:
    """Return the text without case, accents and invisible characters; accepts any string, even surrogates."""
    return _fold_marks(text.casefold()).casefold()


def _fold_marks(text: str) -> str:
    """Return the text without accents and invisible characters, but with its capitals."""
    elided = _TURKISH_ENDING.sub(f" {SUFFIX_MARK}", _FRENCH_ELISION.sub(r"\1 ", text))
    alone = _IN.sub(
        lambda word: _DENSE_ONLY_PENALTY[word.group().lower()], unicodedata.normalize("NFC", elided.translate(_DROPPED))
    )
    bare = _MARKS.sub("", unicodedata.normalize("NFD", alone))
    folded = unicodedata.normalize("NFC", bare.translate(_LETTERS)).replace("เเ", "แ")
    # Sequences that look like one character: Thai sara ae as two sara e, sara am (Thai, Lao) in halves.
    return _SARA_AM.sub(lambda halves: f"{halves[1]}\u0e33" if halves[1] is not None else f"{halves[2]}\u0eb3", folded)


def is_unspaced(text: str) -> bool:
    """Return whether a folded name is in a script without spaces."""
    return _UNSPACED_START.match(text) is not None


def is_latin(text: str) -> bool:
    """Return whether a folded name has only plain Latin letters and spaces."""
    return _LATIN_RUN.fullmatch(text.replace(" ", "")) is not None


def tokenize(text: str) -> list[Token]:
    """Split the start of a text into folded tokens, at spaces, punctuation and changes of script."""
    folded = _fold_marks(text[:MAX_LENGTH])
    found, clause, end = [], 0, 0
    for run in _RUN.finditer(folded):
        # One letter more, so that the full stops of "U.S.A." end no clause.
        clause += _CLAUSE_END.search(folded, end, run.start() + 1) is not None
        word = run.group()
        found.append(Token(word.casefold(), is_unspaced(word), clause, word.istitle()))
        end = run.end()
    return found


def fold_name(name: str) -> str:
    """Return the folded form of a name, with one space between words."""
    return " ".join(token.text for token in tokenize(name))


_CASE_ENDINGS = (
    "ого|его|ому|ему|ыми|ими|ами|ями|иеи|ием|иях|ои|еи|ыи|ии|ая|яя|ое|ее|ые|ие|ую|юю|ых|их|ым|ах|ях|ом|ию|ия|ью"
    "|іею|ові|еві|ія|ію|іі|ою|ею|ів|а|е|и|о|у|ы|ь|э|ю|я|і|є"
)
"""Endings of Russian and Ukrainian nouns and adjectives, folded ("й" is "и"), longest first.

None is one in which names end ("Вьетнам").
"""
_CASED = re.compile(rf"([\u0400-\u04ff]{{3,}}?)(?:{_CASE_ENDINGS})$")
_WITH_ARTICLE = re.compile(r"ال(?=[\u0600-\u06ff]{3})")


def stem(word: str) -> str:
    """Return a folded Cyrillic word without its case ending; any other word as it is."""
    if not "\u0400" <= word[:1] <= "\u04ff":  # Fast path for most words.
        return word
    found = _CASED.fullmatch(word)
    return found.group(1) if found else word


def name_key(words: list[str]) -> str:
    """Return the index key of a name of these folded words: their stems, without spaces."""
    key = "".join(words)
    return key if key.isascii() else "".join(map(stem, words))


def without_article(name: str) -> str:
    """Return a folded Arabic name without its article; any other name as it is."""
    found = _WITH_ARTICLE.match(name)
    return name[found.end() :] if found else name
