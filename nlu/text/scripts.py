"""The script (writing system) of a text."""

import unicodedata
from collections import Counter

_NAMES = {
    "LATIN": "Latn", "THAI": "Thai", "LAO": "Laoo", "KHMER": "Khmr", "MYANMAR": "Mymr", "CJK": "Hani",
    "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Kore", "ARABIC": "Arab", "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva", "BENGALI": "Beng", "TAMIL": "Taml", "TELUGU": "Telu", "SINHALA": "Sinh",
    "ETHIOPIC": "Ethi", "GEORGIAN": "Geor", "ARMENIAN": "Armn", "GREEK": "Grek", "HEBREW": "Hebr",
    "GURMUKHI": "Guru", "GUJARATI": "Gujr", "MALAYALAM": "Mlym", "KANNADA": "Knda", "TIBETAN": "Tibt",
}  # fmt: skip
"""First word of a letter's Unicode name -> ISO 15924."""

ENOUGH = 0.25
"""Share of letters from which a non-Latin script decides: names and brands are often in Latin letters."""


def detect_script(text: str) -> str | None:
    """Return the ISO 15924 code of the script of `text`, or None if it has no letters."""
    counts = Counter(_script(character) for character in text if character.isalpha())
    counts.pop("", None)
    if not counts:
        return None
    others = {script: count for script, count in counts.items() if script != "Latn"}
    if others and sum(others.values()) >= ENOUGH * counts.total():
        return "Jpan" if "Jpan" in others else max(others, key=lambda script: others[script])
    return "Latn"


def _script(letter: str) -> str:
    return _NAMES.get(unicodedata.name(letter, "").partition(" ")[0], "")


_LETTERS = {
    **dict.fromkeys("їєґіЇЄҐІ", "uk"), **dict.fromkeys("ђјљњћџЂЈЉЊЋЏ", "sr"), **dict.fromkeys("ৰৱ", "as"),
    **dict.fromkeys("ٹڈڑںے", "ur"), **dict.fromkeys("ټډړښڼ", "ps"), **dict.fromkeys("ўқғңәөүұҳ", None),
    **dict.fromkeys("ßẞ", "de"), **dict.fromkeys("ığ", "tr"), **dict.fromkeys("¿¡", "es"),
    **dict.fromkeys("ơưấầẩẫắằẳẵếềểễốồổỗớờởỡứừửữựợởảẻỉỏủỷỹậặệộ", "vi"),
}  # fmt: skip
"""Letters that, in their script, only one of the languages of our users has; None: several have them."""


def language_from_letters(text: str) -> str | None:
    """Return the BCP 47 code of the only language with the letters of `text`, or None."""
    found = {_LETTERS[letter] for letter in unicodedata.normalize("NFC", text) if letter in _LETTERS}
    return found.pop() if len(found) == 1 else None
