"""Normalization of text that people write.

All code that reads a person's text normalizes it here first, so that a decomposed accent, a zero-width space or a very
long text makes no difference.
"""

import re
import unicodedata

MAX_LENGTH = 1000
"""Characters of a message that are read: more adds no meaning and takes time."""

_WHITESPACE = re.compile(r"\s+")
_OPEN_LINE_END = re.compile(r"(?<=\w)[^\S\n]*\n\s*(?=\S)")
_NO_LETTERS = re.compile("[^a-z0-9]+")

_LETTER_VARIANTS = str.maketrans({
    **dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىیئ", "ي"), "ة": "ه", "ؤ": "و", "ک": "ك",
    # Arabic tatweel and vowel marks, and the Indian nukta.
    **dict.fromkeys([0x640, *range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6DD), 0x93C]),
    "ё": "е", "ँ": "ं",
})  # fmt: skip
"""Letters and marks that people or their keyboards interchange or omit."""

_SEQUENCE_VARIANTS = (
    ("เเ", "แ"), ("ํา", "ำ"), ("ํ่า", "่ำ"), ("ํ้า", "้ำ"),  # Thai
    ("ເເ", "ແ"), ("ໍາ", "ຳ"), ("ໍ່າ", "່ຳ"), ("ໍ້າ", "້ຳ"), ("ຫນ", "ໜ"), ("ຫມ", "ໝ"), ("ຫຼ", "ຫລ"),  # Lao
    ("្ដ", "្ត"),  # Khmer: two letters that look the same under another
)  # fmt: skip
"""Sequences of characters that look like one character, and the usual spelling."""

_LATIN_ACCENTS = re.compile("([a-z])[\u0300-\u036f]+")

_KHMER_SIGNS = re.compile(r"(?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd]){2,}")
_KHMER_SIGN = re.compile(r"\u17d2.|.")


def normalize(text: str) -> str:
    """Return `text` in NFC, on one line, without invisible characters, at most `MAX_LENGTH` characters.

    A line that ends without punctuation gets a comma: people who type no full stops end a clause with the line.
    """
    visible = _OPEN_LINE_END.sub(", ", text[: 2 * MAX_LENGTH])
    if not visible.isprintable():  # most texts have no invisible characters
        visible = "".join(c if _is_visible(c) else " " * c.isspace() for c in visible)
    composed = unicodedata.normalize("NFC", visible)
    return _WHITESPACE.sub(" ", composed).strip()[:MAX_LENGTH].rstrip()


def sanitize_input(text: str) -> str:
    """Return text that is safe for Rasa: normalized, without a leading slash, which Rasa parses as an intent."""
    return normalize(text).lstrip("/ ")


def _is_visible(character: str) -> bool:
    """Return whether a character is not a control, format, surrogate, private use or unassigned one."""
    return not unicodedata.category(character).startswith("C")


def has_question(text: str) -> bool:
    """Return whether a text has a question mark, or ends with a word that makes a question of it."""
    return any(mark in text for mark in "?؟？") or _QUESTION_WORD.search(text) is not None


_QUESTION_WORD = re.compile(
    r"(?:ไหม|มั้ย|มั๊ย|ไม๊|หรือเปล่า|รึเปล่า|หรือป่าว|รึป่าว|ป่าว|ป่ะ|เหรอ|หรอ|หรือยัง|รึยัง|ยังไง|เท่าไหร่|เท่าไร|ที่ไหน)"
    r"(?: ?(?:ครับ|คับ|คะ|ค่ะ|ค้า|จ้ะ|จ๊ะ|นะ|อะ|อ่ะ|เนี่ย))*[\s.!ๆ]*$"
    r"|(?:ບໍ່|ບໍ|ບ່|ແນວໃດ|ຢູ່ໃສ|ເທົ່າໃດ)(?: ?(?:ເດ|ນໍ|ນ້ອ|ຈ້າ|ເຈົ້າ|ແດ່))*[\s.!]*$"
    r"|(?:ឬទេ|រឺទេ|ឬអត់|រឺអត់|ឬនៅ|មែនទេ|ដែរឬ|យ៉ាងម៉េច|ប៉ុន្មាន|នៅឯណា|នៅណា)(?: ?(?:បង|ចា៎|បាទ))*[\s។!]*$"
    r"|(?:လား|လဲ|တုန်း)(?:ဟင်|ရှင်|ခင်ဗျာ|ခင်ဗျ|ဗျ|ဗျာ|နော်)?[\s။၊!]*$"
    r"|(?:吗|嗎|么|麼|呢|多少|哪里|哪裡|怎么办|怎麼辦)[\s。！!~～]*$"
)
"""Words that end a question in Thai, Lao, Khmer, Burmese and Chinese."""


def strip_accents(text: str) -> str:
    """Return `text` normalized, in lower case and unified spelling, without the accents of Latin letters."""
    folded = normalize(text).casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFD", _unify_spelling(folded))
    return unicodedata.normalize("NFC", _LATIN_ACCENTS.sub(r"\1", decomposed))


def match_key(text: str) -> str:
    """Return the form in which texts are compared: lower case, no punctuation, no Latin accents, unified spelling.

    Other marks are kept: without its vowel signs a Thai word is another word.
    """
    plain = strip_accents(text).replace("'", "").replace("’", "")
    if plain.isascii():
        return _NO_LETTERS.sub(" ", plain).strip()
    decomposed = unicodedata.normalize("NFD", plain)
    characters: list[str] = []
    keeps_marks = False
    for character in decomposed:
        is_mark = unicodedata.category(character) == "Mn"
        is_sign = is_mark or _is_sign(character)
        if not is_sign:
            keeps_marks = character.isalpha() and not "a" <= character <= "z"
        if keeps_marks or not is_mark:
            characters.append(character if is_sign or character.isalnum() else " ")
    spelt = _WHITESPACE.sub(" ", unicodedata.normalize("NFC", "".join(characters))).strip()
    return spelt if spelt.isascii() else _unify_spelling(spelt)  # removing marks may have joined others


def _unify_spelling(text: str) -> str:
    """Return `text` with interchangeable letters and sequences unified."""
    same = text.translate(_LETTER_VARIANTS)
    for typed, usual in _SEQUENCE_VARIANTS:
        same = same.replace(typed, usual)
    return _KHMER_SIGNS.sub(_sort_khmer_signs, same)


def _sort_khmer_signs(signs: re.Match[str]) -> str:
    """Return the signs of a Khmer letter in one order: subscripts, that of RO last, then vowels and marks."""
    found: list[str] = _KHMER_SIGN.findall(signs[0])
    return "".join(sorted(found, key=lambda sign: (len(sign) == 1, sign == "\u17d2\u179a", sign)))


def _is_sign(character: str) -> bool:
    """Return whether a character is a spacing vowel sign or repetition mark."""
    return unicodedata.category(character) in {"Mc", "Lm"}
