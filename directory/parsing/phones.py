"""Phone numbers and chat addresses: as printed, and where they can be reached from.

The danger is a number that was never printed, or one that does not work for the caller. Digits are never added or
moved: the number is stored as typed, and its international form only if the numbering plan leaves no doubt. No message
quotes a number.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, shortnumberinfo

from directory.domain.digits import to_ascii_digits
from directory.domain.phone_reach import HOME_ONLY
from directory.parsing.countries import WORLD
from directory.parsing.result import reject
from directory.parsing.web_addresses import parse_url

_NOTHING: Final = frozenset(
    {"-", "--", "\u2013", "\u2014", "n/a", "n.a.", "na", "none", "no", "nil", "no phone", "ไม่มี"}
)
_BETWEEN = re.compile(r"[,\u3001\u060c\uff0c]|\s(?:or|and)\s")
_SLASH = re.compile(r"\s*/\s*")
_SHAPE = re.compile(r"(?P<number>[+*#(]{0,2}[0-9][0-9 ()./#*\u2010-\u2015-]*)(?:\((?P<note>.*)\))?")
_NOTE = re.compile(r"^(?P<number>.*[0-9#)])\s*\((?P<note>[^0-9()]*[^\W\d][^()]*(?:\([^()]*\)[^()]*)*)\)$")
_CHAT_LABEL = re.compile(r"(?P<app>[A-Za-z][A-Za-z ]*?)\s*:?\s*(?P<rest>[+@].*)")
_CHAT_NOTE = re.compile(r"(?P<address>\S+)\s+\((?P<note>.*)\)")
_CHAT_ACCOUNT = re.compile(r"@[\w.-]{2,64}")
_SHORTEST, _LONGEST_SHORT, _LONGEST = 2, 6, 15
_ABROAD, _INSIDE = "from abroad", "inside only"
_NORTH_AMERICA: Final = 1
_TEXT_FORMAT_HINT: Final = "Format the column as text, so that no zero and no plus sign is dropped."
_FULL_FORM_HINT: Final = (
    f"Write it as it is dialled inside the country, or with + and the country's code. {_TEXT_FORMAT_HINT}"
)


@dataclass(frozen=True, slots=True)
class ParsedPhone:
    """A number as printed, its note, and its reach; `warning` is a sentence if the reach is uncertain."""

    printed: str
    note: str
    international: str | None
    from_abroad: bool
    warning: str = ""

    @property
    def text(self) -> str:
        """Return the number as the sheet shows it."""
        return f"{self.printed} ({self.note})" if self.note else self.printed


@lru_cache(maxsize=100_000)
def parse_phone(item: str, country: str) -> ParsedPhone:
    """Parse a number with its note; `country` is that of the row, or several separated by semicolons.

    Raises:
        InvalidValueError: it is no number, or a part of it seems to be missing.
    """
    printed, note = split_note(_read_item(item))
    if has_several_numbers(printed):
        reject("This is more than one number.", "Put ; between numbers.")
    if not _SHAPE.fullmatch(printed):
        hint = f"Write digits, with a note in brackets behind them. {_TEXT_FORMAT_HINT}"
        reject("This is not a phone number.", hint)
    if printed.startswith("00"):
        reject("This number begins with 00, which not every phone can dial.", "Begin it with +.")
    if printed.lstrip("(").startswith("+"):
        return _parse_international(printed, note)
    if ";" in country:
        hint = "Write the number with + and the country's code."
        reject("The row names several countries.", hint)
    if country in {"", WORLD}:
        reject("Without a country this number cannot be dialled.", "Write it with + and its code.")
    return _parse_national(printed, note, country)


@lru_cache(maxsize=16_384)
def parse_chat(item: str, _country: str = "") -> ParsedPhone:
    """Parse the address of a chat; "WhatsApp +66 ..." is written "+66 ... (WhatsApp)".

    Raises:
        InvalidValueError: no chat can be opened with it.
    """
    item = _read_item(item)
    labelled = _CHAT_LABEL.fullmatch(item)
    if labelled:
        item = f"{labelled['rest']} ({labelled['app']})"
    if item.startswith(("+", "(+")):
        return parse_phone(item, "")
    match = _CHAT_NOTE.fullmatch(item)
    address, note = (match["address"], match["note"]) if match else (item, "")
    if _CHAT_ACCOUNT.fullmatch(address):
        return ParsedPhone(address, note, None, from_abroad=True)
    if address[:1].isdigit() or "." not in address:
        hint = "Write a number with +, a web address or an account such as @example; the app in brackets behind it."
        reject("This is not an address that a chat can be opened with.", hint)
    return ParsedPhone(parse_url(address).text, note, None, from_abroad=True)


def split_note(item: str) -> tuple[str, str]:
    """Return a number and the note in brackets behind it; a note contains letters."""
    match = _NOTE.match(item) if item.endswith(")") else None
    return (match["number"].strip(), match["note"].strip()) if match else (item, "")


def _read_item(item: str) -> str:
    """Return a number with its digits replaced by 0 to 9.

    Raises:
        InvalidValueError: the text means "none".
    """
    if item.casefold() in _NOTHING:
        reject("This says that there is nothing to write here.", "Empty the cell.")
    return to_ascii_digits(item)


def has_several_numbers(printed: str) -> bool:
    """Return whether a text holds several numbers; after a slash, a few digits are only another ending."""
    for between, shortest in ((_BETWEEN, _SHORTEST), (_SLASH, _LONGEST_SHORT)):
        parts = between.split(printed)
        if len(parts) > 1 and all(sum(map(str.isdigit, part)) >= shortest for part in parts):
            return True
    return False


def _parse_international(printed: str, note: str) -> ParsedPhone:
    parsed = _parse(printed, None)
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        reject("No country has numbers of this length.", "Check its digits and the country's code.")
    kind = phonenumbers.number_type(parsed)
    abroad = _INSIDE not in note and (kind not in HOME_ONLY or _ABROAD in note)
    doubt = "This number is in no known numbering plan." if kind == PhoneNumberType.UNKNOWN else ""
    return ParsedPhone(printed, note, _e164(parsed), abroad, doubt)


def _parse_national(printed: str, note: str, country: str) -> ParsedPhone:
    digits = _digits(printed)
    if not _SHORTEST <= len(digits) <= _LONGEST:
        reject("This number is too short or too long.", _FULL_FORM_HINT)
    parsed = _parse(printed, country)
    if parsed is not None and shortnumberinfo.is_valid_short_number_for_region(parsed, country):
        return ParsedPhone(printed, note, None, from_abroad=False)
    if parsed is not None and phonenumbers.is_valid_number_for_region(parsed, country) and _INSIDE not in note:
        if digits not in _national_forms(parsed):
            reject("The beginning of this number seems to be missing.", _FULL_FORM_HINT)
        free = phonenumbers.number_type(parsed) in HOME_ONLY
        return ParsedPhone(printed, note, None if free else _e164(parsed), not free)
    if _INSIDE not in note and len(digits) > _LONGEST_SHORT:
        hint = f"{_FULL_FORM_HINT} If it is right as it stands, write ({_INSIDE}) behind it."
        reject("The country has no such number.", hint)
    doubt = "This number is unknown: it is assumed to work only inside the country."
    return ParsedPhone(printed, note, None, from_abroad=False, warning=doubt)


def _national_forms(parsed: PhoneNumber) -> set[str]:
    """Return the forms in which the number is dialled inside the country."""
    home = _digits(phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL))
    with_code = parsed.country_code == _NORTH_AMERICA
    return {home, f"1{home}"} if with_code else {home}


def _parse(printed: str, country: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(printed, country)
    except NumberParseException:
        return None


def _e164(parsed: PhoneNumber) -> str:
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if "0" <= sign <= "9")
