"""One spelling for what can be spelt in many ways.

Everything that reads a person's words reads them through here, so that a
decomposed accent, a zero-width space or a flood of text changes nothing.
"""

import re
import unicodedata

LONGEST = 1000
"""Characters that are read of one message: more says nothing new and costs time."""

_WHITESPACE = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Return `text` in NFC, on one line, without invisible characters, at most `LONGEST` characters."""
    visible = "".join(c if _is_visible(c) else " " * c.isspace() for c in text[: 2 * LONGEST])
    composed = unicodedata.normalize("NFC", visible)
    return _WHITESPACE.sub(" ", composed).strip()[:LONGEST].rstrip()


def readable(text: str) -> str:
    """Return what may go through Rasa: normalised, without the leading slash that it takes for an intent of ours."""
    return normalise(text).lstrip("/ ")


def _is_visible(character: str) -> bool:
    """Control and format characters, surrogates, private use and unassigned code points are not."""
    return not unicodedata.category(character).startswith("C")


def key(text: str) -> str:
    """Return what is compared when two texts may mean the same: lower case, no punctuation, no Latin accents.

    Marks of other scripts stay: without its vowel signs a Thai word is another word.
    """
    decomposed = unicodedata.normalize("NFD", normalise(text).casefold().replace("'", "").replace("’", ""))
    kept: list[str] = []
    keeps_marks = False
    for character in decomposed:
        is_mark = unicodedata.category(character) == "Mn"
        if not is_mark:
            keeps_marks = character.isalpha() and not "a" <= character <= "z"
        if keeps_marks or not is_mark:
            kept.append(character if is_mark or character.isalnum() or _is_sign(character) else " ")
    return _WHITESPACE.sub(" ", unicodedata.normalize("NFC", "".join(kept))).strip()


def _is_sign(character: str) -> bool:
    """Spacing vowel signs and repetition marks that belong to a word."""
    return unicodedata.category(character) in {"Mc", "Lm"}
