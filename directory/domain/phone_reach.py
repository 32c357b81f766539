"""What a phone can do: whether it is called, texted or chatted with, where it works, and how it is dialled from abroad.

The danger is a number that rings nowhere, or at a stranger's: whoever is in danger may have one call.
So a number is never completed by guessing. What `phonenumbers` does not know for certain works, as printed, at
home only, and where nobody knows the country, nowhere.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, shortnumberinfo

HOME_ONLY: Final = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
    }
)
"""Sorts of numbers that ring only inside their country; company numbers (such as Dutch 088 ones) do from abroad."""
# HSDS names for what a number is for, and those that publishers use; a fax or a pager answers nobody.
_KINDS: Final = {
    "text": "sms",
    "sms": "sms",
    "chat": "chat",
    "whatsapp": "chat",
    "fax": None,
    "pager": None,
    "textphone": None,
    "tty": None,
    "tdd": None,
}
CHATS: Final = frozenset(purpose for purpose, kind in _KINDS.items() if kind == "chat")
_EXTENSION: Final = re.compile(r"\s*(?:ext\.?|extension|x|#|;ext=)\s*\d{1,7}\s*$", re.IGNORECASE | re.ASCII)
_LONGEST_SHORT: Final = 6
_LONGEST_TRUNK: Final = 6
"""Digits that may stand before a national number: 00 and a country code, or a trunk prefix."""


@dataclass(frozen=True, slots=True)
class Reach:
    """`kind` is voice, sms or chat; `country` is where the number works as printed; `international` is E.164."""

    kind: str
    country: str | None
    dialable_from_abroad: bool
    international: str | None


@lru_cache(maxsize=65_536)
def reach_of(number: str, country: str | None, purpose: str | None = None) -> Reach | None:
    """Return what a printed number can do; None for one that answers nobody, such as a fax.

    `country` is where its owner is (ISO 3166-1), if known; `purpose` is HSDS `phone.type`.
    """
    kind = _KINDS.get((purpose or "").strip().lower(), "voice")
    if kind is None:
        return None
    told = _told(number, country)
    if told is None:
        return Reach(kind, country, dialable_from_abroad=False, international=None)
    parsed, sort = told
    home = phonenumbers.region_code_for_number(parsed)
    if home is None or not home.isalpha():
        home = country
    if sort in HOME_ONLY:
        return Reach(kind, home, dialable_from_abroad=False, international=None)
    return Reach(kind, home, dialable_from_abroad=True, international=_international(parsed))


def _told(number: str, country: str | None) -> tuple[PhoneNumber, int] | None:
    """Return a valid number and of which sort it is, None for a short one or one that can't be told."""
    printed = _EXTENSION.sub("", number)
    if any(one.isalpha() for one in printed):
        return None
    try:
        parsed = phonenumbers.parse(printed, country)
    except NumberParseException:
        return None
    digits = "".join(one for one in printed if one.isdigit())
    national = phonenumbers.national_significant_number(parsed)
    if not _ends_with(digits, national):
        return None
    sort = phonenumbers.number_type(parsed)
    if sort == PhoneNumberType.UNKNOWN:
        return None
    short = (
        country is not None and "+" not in printed and shortnumberinfo.is_valid_short_number_for_region(parsed, country)
    )
    return None if short else (parsed, sort)


def _ends_with(digits: str, national: str) -> bool:
    """Tell whether nothing was left out: two numbers in one cell would make a third."""
    folded = "".join(str(int(one)) for one in digits if one.isdecimal())
    return folded.endswith(national) and len(folded) - len(national) <= _LONGEST_TRUNK


def _international(parsed: PhoneNumber) -> str:
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
