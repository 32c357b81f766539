"""Isolates numbers, links and Latin names in text that is written from right to left.

Without isolation "+66 85 714 4320" in an Arabic line shows its groups in the wrong order: each group of digits reads
from left to right, but the groups follow the line (Unicode Annex 9).
"""

import unicodedata
from collections.abc import Callable

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_LEFT_TO_RIGHT_MARK = "\u200e"

Isolate = Callable[[str], str]
"""Encloses a value in direction marks, so that a text can include it."""


def make_isolate(*, right_to_left: bool, channel: str) -> Isolate:
    """Return the function that encloses values in a text of this direction on this channel.

    Isolates exist since 2013, and older phones show them as boxes; SMS use the left-to-right mark, which exists since
    1993, on each side instead.
    """
    if not right_to_left:
        return lambda value: value
    before, after = (
        (_LEFT_TO_RIGHT_MARK, _LEFT_TO_RIGHT_MARK) if channel == "sms" else (_FIRST_STRONG_ISOLATE, _POP_ISOLATE)
    )
    return lambda value: value if not value or _is_right_to_left(value) else f"{before}{value}{after}"


def _is_right_to_left(value: str) -> bool:
    """Return whether a value has right-to-left letters, so that it needs no isolation."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in value)
