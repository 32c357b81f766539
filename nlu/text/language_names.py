"""Which language a person asks for by its name, in any of the languages that we speak."""

import re
from functools import cache

from babel import Locale

from locales.registry import LANGUAGES
from nlu.text.normalise import key

_LONG_ENOUGH = 3
"""Characters from which a name in another script is looked for inside unspaced text."""

_NAMED = (
    "ar", "bn", "en", "es", "fa", "fil", "fr", "hi", "id", "ja", "km", "ko", "lo", "ms", "my", "ne", "pt", "ru", "shn",
    "si", "sw", "ta", "th", "tr", "uk", "ur", "uz", "vi", "zh", "am", "de", "it",
)  # fmt: skip
"""Languages that people may ask for; asked for one that we don't speak, we say so."""

_ALSO = {
    "castellano": "es", "tagalog": "fil", "pilipino": "fil", "mandarin": "zh", "myanmar": "my", "khmer": "km",
    "bahasa": "id", "farsi": "fa", "angkrit": "en", "pasa thai": "th", "pasa angkrit": "en", "pasa lao": "lo",
    "pasa pama": "my", "pasa khmen": "km", "inglish": "en", "ingles": "en", "pama": "my",
}  # fmt: skip
"""Everyday and romanised names that CLDR does not have."""

_NOT = re.compile(
    r"\b(?:dont|do not|doesnt|cant|cannot|can not|not|no|mai)\b.{0,20}\b"
    r"(?:speak|understand|read|write|know|good|hablo|entiendo|leo|escribo|se|comprendo|put|khao jai|kao jai)\b"
    r"|ไม่(?:พูด|เข้าใจ|รู้|ค่อย|เก่ง|ได้|เป็น|ออก)|(?:พูด|อ่าน|เขียน|ฟัง)\S*ไม่"
)
"""How people say that they don't know a language."""


@cache
def _names() -> list[tuple[str, str]]:
    """Every name of every language in every language that we speak, and in itself (CLDR), longest first; its code."""
    names = dict(_ALSO)
    for code in _NAMED:
        for reader in {*LANGUAGES, code}:
            name = Locale.parse(reader).languages.get(code)
            if name:
                names.setdefault(key(name), code)
    return sorted(names.items(), key=lambda item: -len(item[0]))


def named_language(text: str) -> str | None:
    """Return the BCP 47 code of the language asked for in `text`, the longest name first, or None.

    A language that somebody says they don't speak is none that they ask for.
    """
    said = key(text)
    if _NOT.search(said):
        return None
    spaced = f" {said} "
    for name, code in _names():
        if f" {name} " in spaced or (not name.isascii() and len(name) >= _LONG_ENOUGH and name in said):
            return code
    return None
