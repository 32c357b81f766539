"""Phone numbers: as printed, and what they can do.

The danger is a number that nobody printed, or one given to somebody for whom it does not work.
Digits are never added or moved: what is stored is what was typed, and its international form only
where the numbering plan leaves no doubt. Nothing here ever quotes a number.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, shortnumberinfo

from directory.domain.phone_reach import HOME_ONLY
from directory.parsing.countries import WORLD
from directory.parsing.result import RefusedError
from directory.parsing.typed_numbers import are_several, in_our_digits

_SHAPE = re.compile(r"(?P<number>[+*#(]{0,2}[0-9][0-9 ()./#*\u2010-\u2015-]*)(?:\((?P<note>.*)\))?")
_NOTE = re.compile(r"^(?P<number>.*[0-9#)])\s*\((?P<note>[^0-9()]*[^\W\d][^()]*(?:\([^()]*\)[^()]*)*)\)$")
_SHORTEST, _LONGEST_SHORT, _LONGEST = 2, 6, 15
_ABROAD, _INSIDE = "from abroad", "inside only"
_NORTH_AMERICA: Final = 1
_TEXT_FORMAT: Final = "Format the column as text, so that no zero and no plus sign is dropped."
_WHOLE: Final = f"Write it as it is dialled inside the country, or with + and the country's code. {_TEXT_FORMAT}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed with its note, and what it can do; `doubt` is a sentence where it is not known."""

    printed: str
    note: str
    international: str | None
    from_abroad: bool
    doubt: str = ""

    @property
    def text(self) -> str:
        """Return the number as the sheet shows it."""
        return f"{self.printed} ({self.note})" if self.note else self.printed


def split_note(item: str) -> tuple[str, str]:
    """Return a number and the note in brackets behind it; a note holds letters."""
    found = _NOTE.match(item) if item.endswith(")") else None
    return (found["number"].strip(), found["note"].strip()) if found else (item, "")


@lru_cache(maxsize=100_000)
def number(item: str, country: str) -> Number:
    """Judge a number with its note, in the country that the row names, or in its countries with ; between them.

    Raises:
        RefusedError: it is no number, or a part of it seems to be missing.
    """
    printed, note = split_note(in_our_digits(item))
    if are_several(printed):
        raise RefusedError(what="Several numbers stand here as one.", mend="Put ; between numbers.")
    if not _SHAPE.fullmatch(printed):
        mend = f"Write digits, and what is to be said of the number in brackets behind it. {_TEXT_FORMAT}"
        raise RefusedError(what="This is not a phone number.", mend=mend)
    if printed.startswith("00"):
        raise RefusedError(what="This number begins with 00, which not every phone can dial.", mend="Begin it with +.")
    if printed.lstrip("(").startswith("+"):
        return _international(printed, note)
    if ";" in country:
        mend = "Write the number with + and the country's code."
        raise RefusedError(what="The row names several countries.", mend=mend)
    if country in {"", WORLD}:
        raise RefusedError(
            what="Without a country this number cannot be dialled.", mend="Write it with + and its code."
        )
    return _at_home(printed, note, country)


def _international(printed: str, note: str) -> Number:
    parsed = _parsed(printed, None)
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise RefusedError(
            what="No country has numbers of this length.", mend="Check its digits and the country's code."
        )
    kind = phonenumbers.number_type(parsed)
    abroad = _INSIDE not in note and (kind not in HOME_ONLY or _ABROAD in note)
    doubt = "This number is in no numbering plan that we know." if kind == PhoneNumberType.UNKNOWN else ""
    return Number(printed, note, _e164(parsed), abroad, doubt)


def _at_home(printed: str, note: str, country: str) -> Number:
    digits = _digits(printed)
    if not _SHORTEST <= len(digits) <= _LONGEST:
        raise RefusedError(what="This number is too short or too long.", mend=_WHOLE)
    parsed = _parsed(printed, country)
    if parsed is not None and shortnumberinfo.is_valid_short_number_for_region(parsed, country):
        return Number(printed, note, None, from_abroad=False)
    if parsed is not None and phonenumbers.is_valid_number_for_region(parsed, country) and _INSIDE not in note:
        if digits not in _ways_to_dial(parsed):
            raise RefusedError(what="The beginning of this number seems to be missing.", mend=_WHOLE)
        free = phonenumbers.number_type(parsed) in HOME_ONLY
        return Number(printed, note, None if free else _e164(parsed), not free)
    if _INSIDE not in note and len(digits) > _LONGEST_SHORT:
        mend = f"{_WHOLE} If it is right as it stands, write ({_INSIDE}) behind it."
        raise RefusedError(what="The country has no such number.", mend=mend)
    doubt = "We do not know this number: it is taken to work only inside the country."
    return Number(printed, note, None, from_abroad=False, doubt=doubt)


def _ways_to_dial(parsed: PhoneNumber) -> set[str]:
    """Return the digits that somebody inside the country may dial."""
    home = _digits(phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL))
    with_code = parsed.country_code == _NORTH_AMERICA
    return {home, f"1{home}"} if with_code else {home}


def _parsed(printed: str, country: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(printed, country)
    except NumberParseException:
        return None


def _e164(parsed: PhoneNumber) -> str:
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def _digits(text: str) -> str:
    return "".join(one for one in text if "0" <= one <= "9")
