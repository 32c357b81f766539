"""Bring names and search words to one form, so that one finds the other however each was typed.

The danger is the other side of that: a mark that tells words apart must stay. Marks of Latin, Greek,
Cyrillic, Arabic and Hebrew are often left out by those who type and go; vowel and tone marks of Thai, Lao,
Khmer, Burmese, Devanagari, Bengali and all others are letters and stay.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_LOSES_MARKS: Final = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")
# Letters that Unicode doesn't take apart, and Arabic ones that Persian and Urdu keyboards write another way.
_ALIKE: Final = str.maketrans(
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


@lru_cache(maxsize=4096)
def normal_text(text: str) -> str:
    """Return a text without case, accents, invisible signs and doubled spaces, its digits from 0 to 9.

    Signs such as quotes, stars and brackets stay: they are characters like others. Doing it twice
    changes nothing.
    """
    if text.isascii():
        return " ".join("".join(_ascii(text.lower())).split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    apart = unicodedata.normalize("NFD", folded.translate(_ALIKE))
    # Taken apart, some letters show a second time as one of those that look alike.
    whole = unicodedata.normalize("NFKC", "".join(_kept(apart)).translate(_ALIKE).casefold())
    return " ".join(whole.split())


def _ascii(text: str) -> str | Iterator[str]:
    return text if text.isprintable() else (sign if sign.isprintable() else _plain(sign) for sign in text)


def _kept(text: str) -> Iterator[str]:
    """Yield what stays of each sign of a text that was taken apart."""
    bare = False
    for sign in text:
        is_mark, loses_marks, plain = _facts(sign)
        if not is_mark:
            # An invisible sign that goes does not part a letter from its marks.
            bare = loses_marks if plain else bare
            yield plain
        elif not bare:
            yield plain


@lru_cache(maxsize=8192)
def _facts(sign: str) -> tuple[bool, bool, str]:
    """Return whether a sign is a mark, whether marks on it are left out, and its plain form."""
    kind = unicodedata.category(sign)[0]
    return kind == "M", unicodedata.name(sign, "").startswith(_LOSES_MARKS), _plain(sign)


def _plain(sign: str) -> str:
    """Return a sign in its plain form: a digit from 0 to 9, one kind of dash, nothing for what is not seen."""
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind == "Pd":
        return "-"
    if kind[0] == "Z" or sign in "\t\n\v\f\r\x85":
        return " "
    # A variation selector only chooses between two pictures of one sign.
    selector = "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"
    return "" if kind[0] == "C" or selector else sign
