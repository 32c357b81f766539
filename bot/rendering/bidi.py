"""Numbers, links and Latin names inside a text that is written from right to left.

Without a mark "+66 85 714 4320" in an Arabic line shows its groups in the wrong order: each
group of digits reads from left to right, but the groups follow the line (Unicode Annex 9).
"""

import unicodedata
from collections.abc import Callable

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_LEFT_TO_RIGHT_MARK = "\u200e"

Mark = Callable[[str], str]
"""Makes a value safe to put into a text."""


def marking(*, right_to_left: bool, channel: str) -> Mark:
    """Return how a value is put into a text of this direction on this channel.

    Isolates are from 2013, and phones that are older show them as boxes or not at all; by SMS
    the left-to-right mark, known since 1993, stands at each side instead.
    """
    if not right_to_left:
        return lambda written: written
    before, after = (
        (_LEFT_TO_RIGHT_MARK, _LEFT_TO_RIGHT_MARK) if channel == "sms" else (_FIRST_STRONG_ISOLATE, _POP_ISOLATE)
    )
    return lambda written: written if not written or _is_right_to_left(written) else f"{before}{written}{after}"


def _is_right_to_left(written: str) -> bool:
    """Tell whether a value has letters of the text's own direction, and so follows it."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in written)
