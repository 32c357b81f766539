"""One spelling for what can be spelt in many ways.

Everything that reads a person's words reads them through here, so that a
decomposed accent, a zero-width space or a flood of text changes nothing.
"""

import re
import unicodedata

LONGEST = 1000
"""Characters that are read of one message: more says nothing new and costs time."""

_WHITESPACE = re.compile(r"\s+")
_NO_LETTERS = re.compile("[^a-z0-9]+")

_SAME_LETTERS = str.maketrans({
    **dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىیئ", "ي"), "ة": "ه", "ؤ": "و", "ک": "ك",
    # What only stretches or voices an Arabic word, and the Indian dot below.
    **dict.fromkeys([0x640, *range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6DD), 0x93C]),
    "ё": "е", "ँ": "ं",
})  # fmt: skip
"""Letters and marks of which people, or their keyboards, write one for the other, or none."""

_SAME_SPELLINGS = (
    ("เเ", "แ"), ("ํา", "ำ"), ("ํ่า", "่ำ"), ("ํ้า", "้ำ"),  # Thai
    ("ເເ", "ແ"), ("ໍາ", "ຳ"), ("ໍ່າ", "່ຳ"), ("ໍ້າ", "້ຳ"), ("ຫນ", "ໜ"), ("ຫມ", "ໝ"), ("ຫຼ", "ຫລ"),  # Lao
    ("្ដ", "្ត"),  # Khmer: two letters that look the same under another
)  # fmt: skip
"""Signs typed one after another that look like one sign, and the usual way."""

_LATIN_ACCENTS = re.compile("([a-z])[\u0300-\u036f]+")

_KHMER_SIGNS = re.compile(r"(?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd]){2,}")
_KHMER_SIGN = re.compile(r"\u17d2.|.")


def normalise(text: str) -> str:
    """Return `text` in NFC, on one line, without invisible characters, at most `LONGEST` characters."""
    visible = text[: 2 * LONGEST]
    if not visible.isprintable():  # in most texts nothing is invisible
        visible = "".join(c if _is_visible(c) else " " * c.isspace() for c in visible)
    composed = unicodedata.normalize("NFC", visible)
    return _WHITESPACE.sub(" ", composed).strip()[:LONGEST].rstrip()


def readable(text: str) -> str:
    """Return what may go through Rasa: normalised, without the leading slash that it takes for an intent of ours."""
    return normalise(text).lstrip("/ ")


def _is_visible(character: str) -> bool:
    """Control and format characters, surrogates, private use and unassigned code points are not."""
    return not unicodedata.category(character).startswith("C")


def without_accents(text: str) -> str:
    """Return `text` normalised, in lower case and one spelling, without the accents of Latin letters."""
    folded = normalise(text).casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFD", _one_spelling(folded))
    return unicodedata.normalize("NFC", _LATIN_ACCENTS.sub(r"\1", decomposed))


def key(text: str) -> str:
    """Return what is compared when two texts may mean the same: lower case, no punctuation, no Latin accents.

    Where a script has two spellings for one sound or look, one of them. Other marks stay:
    without its vowel signs a Thai word is another word.
    """
    plain = without_accents(text).replace("'", "").replace("’", "")
    if plain.isascii():
        return _NO_LETTERS.sub(" ", plain).strip()
    decomposed = unicodedata.normalize("NFD", plain)
    kept: list[str] = []
    keeps_marks = False
    for character in decomposed:
        is_mark = unicodedata.category(character) == "Mn"
        is_sign = is_mark or _is_sign(character)
        if not is_sign:
            keeps_marks = character.isalpha() and not "a" <= character <= "z"
        if keeps_marks or not is_mark:
            kept.append(character if is_sign or character.isalnum() else " ")
    spelt = _WHITESPACE.sub(" ", unicodedata.normalize("NFC", "".join(kept))).strip()
    return spelt if spelt.isascii() else _one_spelling(spelt)  # marks that were dropped stood between others


def _one_spelling(text: str) -> str:
    """Return `text` with the letters and signs that are written for each other made the same."""
    same = text.translate(_SAME_LETTERS)
    for typed, usual in _SAME_SPELLINGS:
        same = same.replace(typed, usual)
    return _KHMER_SIGNS.sub(_khmer_order, same)


def _khmer_order(signs: re.Match[str]) -> str:
    """Return the signs round a Khmer letter in one order: feet, that of RO last, then vowels and marks."""
    found: list[str] = _KHMER_SIGN.findall(signs[0])
    return "".join(sorted(found, key=lambda sign: (len(sign) == 1, sign == "\u17d2\u179a", sign)))


def _is_sign(character: str) -> bool:
    """Spacing vowel signs and repetition marks that belong to a word."""
    return unicodedata.category(character) in {"Mc", "Lm"}
