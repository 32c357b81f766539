"""What a phone number can do: voice, SMS or chat, where it works, and how it is dialled from abroad.

The danger is a number that does not work or reaches a stranger: a person in danger may have only one call.
So a number is never completed by guessing. If `phonenumbers` is not certain, the number works as printed in its own
country only, and nowhere if the country is not known.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, shortnumberinfo

from directory.domain.digits import to_ascii_digits

HOME_ONLY: Final = frozenset({PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST})
"""Types of numbers that work only in their country; company numbers (such as Dutch 088) also work from abroad."""
# Types of phones in HSDS, and others that publishers use; nobody can be called on a fax or a pager.
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
"""Digits that may precede a national number: 00 and a country code, or a trunk prefix."""


@dataclass(frozen=True, slots=True)
class Reach:
    """`kind` is voice, sms or chat; `country` is where the number works as printed; `international` is E.164."""

    kind: str
    country: str | None
    dialable_from_abroad: bool
    international: str | None


@lru_cache(maxsize=65_536)
def phone_reach(number: str, country: str | None, purpose: str | None = None) -> Reach | None:
    """Return what a printed number can do; None if nobody can be reached on it, such as a fax.

    `country` is where its owner is (ISO 3166-1), if known; `purpose` is HSDS `phone.type`.
    """
    kind = _KINDS.get((purpose or "").strip().lower(), "voice")
    if kind is None:
        return None
    match = _parse(number, country)
    if match is None:
        return Reach(kind, country, dialable_from_abroad=False, international=None)
    parsed, number_type = match
    home = phonenumbers.region_code_for_number(parsed)
    if home is None or not home.isalpha():
        home = country
    if number_type in HOME_ONLY:
        return Reach(kind, home, dialable_from_abroad=False, international=None)
    return Reach(kind, home, dialable_from_abroad=True, international=_international(parsed))


def _parse(number: str, country: str | None) -> tuple[PhoneNumber, int] | None:
    """Return a valid number and its type; None for a short or ambiguous number."""
    printed = _EXTENSION.sub("", number)
    if any(character.isalpha() for character in printed):
        return None
    try:
        parsed = phonenumbers.parse(printed, country)
    except NumberParseException:
        return None
    digits = "".join(character for character in printed if character.isdigit())
    national = phonenumbers.national_significant_number(parsed)
    if not _ends_with(digits, national):
        return None
    number_type = phonenumbers.number_type(parsed)
    if number_type == PhoneNumberType.UNKNOWN:
        return None
    short = (
        country is not None and "+" not in printed and shortnumberinfo.is_valid_short_number_for_region(parsed, country)
    )
    return None if short else (parsed, number_type)


def _ends_with(digits: str, national: str) -> bool:
    """Return whether the parser ignored no digits: two numbers in one cell would make a third."""
    plain = "".join(digit for digit in to_ascii_digits(digits) if "0" <= digit <= "9")
    return plain.endswith(national) and len(plain) - len(national) <= _LONGEST_TRUNK


def _international(parsed: PhoneNumber) -> str:
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
