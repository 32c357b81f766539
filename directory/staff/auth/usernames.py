"""Sign-in names: one way to write each, in any script."""

import unicodedata
from typing import Final

from directory.staff.auth.errors import UnfitNameError

SHORTEST: Final = 3
LONGEST: Final = 64
_SIGNS: Final = frozenset("._@+-")
_KINDS: Final = frozenset("LMN")
"""Unicode's letters, marks and numbers."""


def name_from(typed: str) -> str:
    """Return the name as it is kept: however it is typed (capitals, full width, composed or not), it is the same.

    Raises:
        UnfitNameError: it is too short, too long, or has a sign that nobody sees or types.
    """
    # What is much too long is not worth the work; folding may make three letters of one.
    if len(typed) > LONGEST * 2:
        raise UnfitNameError
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed.strip()).casefold())
    if not SHORTEST <= len(folded) <= LONGEST or not all(map(_fits, folded)):
        raise UnfitNameError
    return folded


def _fits(sign: str) -> bool:
    return sign in _SIGNS or unicodedata.category(sign)[0] in _KINDS
