"""The one place where typed text enters, on every channel."""

import re
import unicodedata

from bot.core.message import PersonsWords

LONGEST = 4000
"""Characters of one message that are read; what comes after is left out without a word."""

# Normalising a long pile of accents takes quadratic time, so the first cut comes before it.
_READ_AT_MOST = 2 * LONGEST
_IMPOSSIBLE = re.compile("[\0\ud800-\udfff]")
# A slash starts a command on Telegram and an intent in Rasa; invisible characters could hide it.
_BEFORE_THE_WORDS = re.compile("[\\s/\u200b-\u200f\u2060\ufeff\x00-\x1f]+")


def as_written(text: str) -> PersonsWords:
    """Return what a person typed: NFC, at most LONGEST characters, empty where nothing can be seen.

    Decomposed Vietnamese halves the quality of language detection, and a typed
    "/intent" must stay words, so every channel passes all text through here.
    Assumes nothing: any str is fine, also one with NUL or lone surrogates.
    """
    possible = _IMPOSSIBLE.sub("", text[:_READ_AT_MOST])
    composed = unicodedata.normalize("NFC", possible)
    words = _BEFORE_THE_WORDS.sub("", composed, count=1) if _BEFORE_THE_WORDS.match(composed) else composed
    return PersonsWords(words[:LONGEST].rstrip() if _can_be_seen(words) else "")


def _can_be_seen(words: str) -> bool:
    return any(unicodedata.category(character)[0] not in "CZ" for character in words)
