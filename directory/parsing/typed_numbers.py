"""Numbers as people type them: in digits of their own script, two in one item, or a word for none."""

import re
from typing import Final

from directory.parsing.result import RefusedError

# People type these with the digits of their own script; a phone dials them as 0 to 9.
_DIGITS: Final = {
    ord(first) + value: str(value) for first in ("\u0e50", "\u0ed0", "\u1040", "\u17e0") for value in range(10)
}
_BETWEEN = re.compile(r"[,\u3001\u060c\uff0c]|\s(?:or|and)\s")
_SLASH = re.compile(r"\s*/\s*")
_NOTHING: Final = frozenset(
    {"-", "--", "\u2013", "\u2014", "n/a", "n.a.", "na", "none", "no", "nil", "no phone", "ไม่มี"}
)
_SHORTEST, _LONGEST_SHORT = 2, 6


def in_our_digits(item: str) -> str:
    """Return a number with the digits 0 to 9, where it was typed with those of Thai, Lao, Burmese or Khmer.

    Raises:
        RefusedError: it says that there is none.
    """
    if item.casefold() in _NOTHING:
        raise RefusedError(what="This says that there is nothing to write here.", mend="Empty the cell.")
    return item if item.isascii() else item.translate(_DIGITS)


def are_several(printed: str) -> bool:
    """Tell whether two numbers stand side by side; behind a slash the last digits of a second one may stand alone."""
    for between, shortest in ((_BETWEEN, _SHORTEST), (_SLASH, _LONGEST_SHORT)):
        parts = between.split(printed)
        if len(parts) > 1 and all(sum(map(str.isdigit, part)) >= shortest for part in parts):
            return True
    return False
