"""Normalize names and search words, so that they match however each was typed.

The danger is to remove a mark that distinguishes words. Marks of Latin, Greek, Cyrillic, Arabic and Hebrew are often
omitted in typing and are removed; vowel and tone marks of Thai, Lao, Khmer, Burmese, Devanagari, Bengali and all other
scripts are letters and are kept.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_LOSES_MARKS: Final = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")
# Letters that Unicode does not decompose, and Arabic letters that Persian and Urdu keyboards encode differently.
_LOOK_ALIKES: Final = str.maketrans(
    {
        **dict(zip("øłđðħıŧɓɗƙƴŋ", "olddhitbdkyn", strict=True)),
        **dict(zip("ىیےکةہھؤئٱ", "يييكهههويا", strict=True)),
        **dict.fromkeys("‘’‚‛ʼʻ`´′", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ـ": None,
    }
)


def normalize_text(text: str) -> str:
    """Return a text without case, accents, invisible characters and repeated spaces, with the digits 0 to 9.

    Signs such as quotes, stars and brackets are kept. The function is idempotent. It has no cache, which would hold
    what people search for.
    """
    if text.isascii():
        return " ".join("".join(_normalize_ascii(text.lower())).split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    apart = unicodedata.normalize("NFD", folded.translate(_LOOK_ALIKES))
    # Decomposed, some letters again become one of those that look alike.
    whole = unicodedata.normalize("NFKC", "".join(_without_marks(apart)).translate(_LOOK_ALIKES).casefold())
    return " ".join(whole.split())


def _normalize_ascii(text: str) -> str | Iterator[str]:
    return (
        text
        if text.isprintable()
        else (character if character.isprintable() else _plain(character) for character in text)
    )


def _without_marks(text: str) -> Iterator[str]:
    """Yield what remains of each character of a decomposed text."""
    bare = False
    for character in text:
        is_mark, loses_marks, plain = _classify(character)
        if not is_mark:
            # An invisible character that is removed does not separate a letter from its marks.
            bare = loses_marks if plain else bare
            yield plain
        elif not bare:
            yield plain


@lru_cache(maxsize=8192)
def _classify(character: str) -> tuple[bool, bool, str]:
    """Return whether a character is a mark, whether marks on it are removed, and its plain form."""
    kind = unicodedata.category(character)[0]
    return kind == "M", unicodedata.name(character, "").startswith(_LOSES_MARKS), _plain(character)


def _plain(character: str) -> str:
    """Return the plain form of a character: a digit from 0 to 9, one kind of dash, nothing for invisible ones."""
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    if kind == "Pd":
        return "-"
    if kind[0] == "Z" or character in "\t\n\v\f\r\x85":
        return " "
    # A variation selector only chooses between two glyphs of one character.
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return "" if kind[0] == "C" or selector else character
