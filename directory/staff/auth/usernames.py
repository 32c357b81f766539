"""Normalize sign-in names of any script."""

import unicodedata
from typing import Final

from directory.staff.auth.errors import InvalidUsernameError

MIN_LENGTH: Final = 3
MAX_LENGTH: Final = 64
_PUNCTUATION: Final = frozenset("._@+-")
_CATEGORIES: Final = frozenset("LMN")
"""The Unicode categories of letters, marks and numbers."""


def normalize_username(typed: str) -> str:
    """Return the stored form of a name, the same however it is typed (capitals, full width, composed or not).

    Raises:
        InvalidUsernameError: it is too short, too long, or has an invisible or unusual character.
    """
    # Much too long; casefolding may make three letters of one.
    if len(typed) > MAX_LENGTH * 2:
        raise InvalidUsernameError
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed.strip()).casefold())
    if not MIN_LENGTH <= len(folded) <= MAX_LENGTH or not all(map(_is_allowed, folded)):
        raise InvalidUsernameError
    return folded


def _is_allowed(character: str) -> bool:
    return character in _PUNCTUATION or unicodedata.category(character)[0] in _CATEGORIES
