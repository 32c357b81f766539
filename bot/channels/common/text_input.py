"""Cleaning of typed text, the same on every channel."""

import re
import unicodedata

from bot.core.message import UserText

MAX_LENGTH = 4000
"""Characters of one message that are read; the rest is dropped silently."""

# Normalizing a long run of accents takes quadratic time, so the text is first cut here.
_MAX_RAW_LENGTH = 2 * MAX_LENGTH
_INVALID = re.compile("[\0\ud800-\udfff]")
# A slash starts a command on Telegram and an intent in Rasa; invisible characters could hide it.
_PREFIX = re.compile("[\\s/\u200b-\u200f\u2060\ufeff\x00-\x1f]+")


def clean_text(text: str) -> UserText:
    """Return what a person typed: NFC, at most MAX_LENGTH characters, empty if nothing is visible.

    Decomposed Vietnamese halves the quality of language detection, and a typed "/intent" must stay text, so every
    channel passes all text through here. Any str is allowed, even with NUL or lone surrogates.
    """
    composed = unicodedata.normalize("NFC", _INVALID.sub("", text[:_MAX_RAW_LENGTH]))
    prefix = _PREFIX.match(composed)
    cleaned = composed[prefix.end() :] if prefix else composed
    return UserText(cleaned[:MAX_LENGTH].rstrip() if _is_visible(cleaned) else "")


def _is_visible(text: str) -> bool:
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)
