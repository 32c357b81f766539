"""Check what a file claims of a phone against the numbering plans.

The danger is a hotline that is said to work from abroad and does not, or an international form that rings at
somebody else's: whoever dials it may have one call.
"""

from typing import Final

import phonenumbers
from phonenumbers import NumberParseException

from directory.exchange.reach import reach_of

Wrong = tuple[str, str, str]
"""The column that is wrong, what is wrong with it, and how to mend it."""

_MEND: Final = "Check it, or leave it out."
_ANOTHER: Final[Wrong] = ("international", "This is not the international form of the number.", _MEND)
_NOBODYS: Final[Wrong] = ("international", "No country has such an international number.", _MEND)
_NO_WAY: Final[Wrong] = (
    "dialable_from_abroad",
    "This number is said to work from abroad, and no numbering plan says how.",
    "Say false, or give its whole international form.",
)
_CHAT: Final = "chat"
_SHORTEST: Final = 6
"""A number with its country code has no fewer digits than this."""


def wrong_claim(
    printed: str, country: str | None, kind: str, *, from_abroad: bool, international: str | None
) -> Wrong | None:
    """Return what a claim gets wrong of a number; None for one that holds, or promises less than is known.

    `country` is where the number works as printed, if known. A chat is reached by its name from anywhere, and
    a number that is printed with its plus says itself how it is dialled.
    """
    digits = "".join(one for one in printed if "0" <= one <= "9")
    whole = f"+{digits}" if printed.lstrip("( ").startswith("+") and len(digits) >= _SHORTEST else None
    if international is None:
        as_printed = not from_abroad or kind == _CHAT or whole is not None
        return None if as_printed or _known(printed, country) else _NO_WAY
    if international == whole:
        return None
    known = _known(printed, country)
    # An area code may be missing in print.
    if international == known or (whole is None and known and international.endswith(digits.lstrip("0"))):
        return None if _is_valid(international) else _NOBODYS
    if whole is not None or known is not None:
        return _ANOTHER
    return None if _is_valid(international) else _NOBODYS


def _known(printed: str, country: str | None) -> str | None:
    """Return the international form as far as there is no doubt about it."""
    found = reach_of(printed, country)
    return found.international if found else None


def _is_valid(international: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(international, None))
    except NumberParseException:
        return False
