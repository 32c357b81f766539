"""The columns of the sheet of protected entries, and how one row of it is judged.

No sentence here quotes a cell: whatever stands in it may be what nobody must read.
"""

import re
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from directory.confidential.entries import ADDRESS_FIELDS, CONTACT_FIELDS, POINT, Circle
from directory.parsing.cells import clean
from directory.parsing.countries import codes
from directory.parsing.result import RefusedError

ADDRESS, CONTACT = "address", "contact"
COLUMNS: Final = ("kind", "circle", "id", "service_id", "location_id", *ADDRESS_FIELDS, *CONTACT_FIELDS)

Problem = tuple[str | None, str, str]
"""A column, what is wrong, how to mend it."""

_LONGEST: Final = 1000
_LIMITS: Final = {"latitude": 90.0, "longitude": 180.0}
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_DIGITS = range(3, 16)


def header_problems(header: list[str]) -> Iterator[Problem]:
    """Yield what is wrong with the first row."""
    for name in dict.fromkeys(one for one in header if header.count(one) > 1):
        yield name if name in COLUMNS else None, "A column stands twice in the first row.", "Remove one of the two."
    if any(name not in COLUMNS for name in header):
        yield None, "The first row names a column that there is not.", f"Use these: {', '.join(COLUMNS)}."
    for name in ("kind", "circle"):
        if name not in header:
            yield name, "This column is missing.", "Add it to the first row."


def cells_of(header: list[str], row: list[str]) -> tuple[dict[str, str], list[Problem]]:
    """Return the cells of a row by column, without empty ones, and what is wrong with their texts."""
    cells: dict[str, str] = {}
    problems: list[Problem] = []
    if len(row) > len(header):
        problems.append((None, "This row has more cells than the first row.", "Put texts with commas into quotes."))
    for name, raw in zip(header, row, strict=False):
        try:
            text = clean(raw)
        except RefusedError as fault:
            problems.append((name, fault.what, fault.mend))
            continue
        if len(text) > _LONGEST:
            problems.append((name, f"This text is longer than {_LONGEST} characters.", "Shorten it."))
        elif text:
            cells[name] = text
    return cells, problems


def problems_of(cells: dict[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the cells of a row."""
    kind = cells.get("kind")
    if kind not in {ADDRESS, CONTACT}:
        yield "kind", "This is neither address nor contact.", "Write one of these two words."
        return
    if cells.get("circle") not in set(Circle):
        yield "circle", "This is neither partner nor staff.", "Write who may read it: one of these two words."
    if "id" in cells and not _is_uuid(cells["id"]):
        yield "id", "This is no UUID.", "Leave the cell empty for a new entry; copy it from an export for an old one."
    theirs = CONTACT_FIELDS if kind == ADDRESS else (*ADDRESS_FIELDS, "location_id")
    for name in cells:
        if name in theirs:
            yield name, f"This cell has no place in a row of kind {kind}.", "Empty it, or correct the kind."
    yield from _address_problems(cells) if kind == ADDRESS else _contact_problems(cells)


def _address_problems(cells: dict[str, str]) -> Iterator[Problem]:
    if not {"service_id", "location_id"} & cells.keys():
        yield "service_id", "Nothing says whose address this is.", "Fill in service_id or location_id."
    for name in ("address_1", "country"):
        if name not in cells:
            yield name, "This cell is empty.", "Fill it in."
    if "country" in cells and cells["country"] not in codes():
        yield "country", "This is no country code of ISO 3166-1.", "Write two capital letters, such as TH."
    if len({*POINT} & cells.keys()) == 1:
        yield "latitude", "A point needs latitude and longitude.", "Fill in both cells or neither."
    for name, limit in _LIMITS.items():
        if name in cells and not _within(cells[name], limit):
            yield name, "This is no number of degrees on earth.", "Write it with a decimal point, such as 18.79."


def _contact_problems(cells: dict[str, str]) -> Iterator[Problem]:
    if "service_id" not in cells:
        yield "service_id", "Nothing says whose contact this is.", "Fill it in."
    if not {"name", "email", "number"} & cells.keys():
        yield "name", "This contact is empty.", "Fill in a name, an e-mail address or a number."
    if "email" in cells and not _EMAIL.fullmatch(cells["email"]):
        yield "email", "This is no e-mail address.", "Correct it."
    if "number" in cells and sum(one.isdigit() for one in cells["number"]) not in _DIGITS:
        yield "number", "This is no phone number.", "Write it as it is dialled."


def _within(text: str, limit: float) -> bool:
    try:
        return abs(float(text)) <= limit
    except ValueError:
        return False


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
