"""Split printed cells into single numbers that can be dialled.

The danger is a number that was never printed. So only cells of a plain shape are split; any other cell must be in
tables/phones.csv, split by a person, and the build stops if it is not. Digits are never added, moved or dropped.
"""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException

from directory.domain.phone_reach import HOME_ONLY

_NUMBER = r"[+(*#]{0,2}\d[\d ()\-]*\d"
_NOTE = r"\((?P<note>[^()]*(?:\([^()]*\)[^()]*)*)\)"
_LABEL = r"(?P<label>[^\d+*#;]*?)"
PLAIN = re.compile(rf"^{_LABEL}\s*(?P<number>{_NUMBER})\s*(?:{_NOTE}|(?P<tail>(?![-])[^\d()]*))$")
_ADDRESS = re.compile(r"https?://\S+|@\w+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b")
_MIN_DIGITS = 6  # The ends of shorter numbers agree by chance.


class UnparsedCellError(ValueError):
    """A printed cell has no plain shape; a person must split it in tables/phones.csv."""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """One number as printed, with the note beside it."""

    number: str
    note: str = ""


def split_numbers(cell: str) -> list[PrintedNumber]:
    """Return the numbers of a phone or SMS cell in order.

    Raises:
        UnparsedCellError: a part of the cell is not "label number (note)".
    """
    return [_parse_number(part.strip()) for part in cell.split(";") if part.strip()]


def _parse_number(part: str) -> PrintedNumber:
    match = PLAIN.match(part)
    if not match:
        raise UnparsedCellError(part)
    words = (match["label"], match["note"], match["tail"])
    return PrintedNumber(match["number"].strip(), ", ".join(w.strip() for w in words if w and w.strip()))


def split_chats(cell: str) -> tuple[list[PrintedNumber], list[str]]:
    """Return the chats of a cell that have an address, and the parts that have none."""
    chats, without = [], []
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        address = _ADDRESS.search(part)
        if address:
            chats.append(PrintedNumber(address[0], part.replace(address[0], "").strip(" ,(")))
        elif PLAIN.match(part) and ("+" in part or "WhatsApp" in part):
            chats.append(_parse_number(part))
        else:
            without.append(part)
    return chats, without


def digits(text: str) -> str:
    """Return only the digits 0-9 of a text."""
    return re.sub(r"[^0-9]", "", text)


def international_form(printed: str, given: list[str]) -> str:
    """Return the source's international form of a printed number, or an empty text."""
    shown = digits(printed)
    for form in given:
        known = digits(form)
        ends_alike = len(shown) >= _MIN_DIGITS and known.endswith(shown.lstrip("0"))
        if ends_alike or shown in (known, f"00{known}"):
            return form
    return ""


def works_from_abroad(printed: PrintedNumber, international: str) -> bool:
    """Return whether a number can be dialled from another country.

    Freephone and shared-cost numbers have an international form that mostly does not connect; it counts only if the
    page itself prints it for callers abroad.
    """
    if "from abroad" in printed.note:
        return True
    form = international or printed.number
    if not form.startswith("+"):
        return False
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(form))
    except NumberParseException:
        return False
    return kind not in HOME_ONLY
