"""The columns of the CSV of protected entries, and the validation of its rows.

No message quotes a cell: it may hold what nobody may read.
"""

import re
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from directory.confidential.entries import ADDRESS_FIELDS, CONTACT_FIELDS, COORDINATES, AccessCircle
from directory.parsing.cells import clean_cell
from directory.parsing.countries import codes
from directory.parsing.result import InvalidValueError

ADDRESS, CONTACT = "address", "contact"
COLUMNS: Final = ("kind", "circle", "id", "service_id", "location_id", *ADDRESS_FIELDS, *CONTACT_FIELDS)

Problem = tuple[str | None, str, str]
"""A column, what is wrong, and how to correct it."""

_MAX_LENGTH: Final = 1000
_LIMITS: Final = {"latitude": 90.0, "longitude": 180.0}
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_DIGITS = range(3, 16)


def header_problems(header: list[str]) -> Iterator[Problem]:
    """Yield the problems of the first row."""
    for name in dict.fromkeys(name for name in header if header.count(name) > 1):
        yield name if name in COLUMNS else None, "A column appears twice in the first row.", "Remove one of the two."
    if any(name not in COLUMNS for name in header):
        yield None, "The first row names a column that does not exist.", f"Use these: {', '.join(COLUMNS)}."
    for name in ("kind", "circle"):
        if name not in header:
            yield name, "This column is missing.", "Add it to the first row."


def parse_row(header: list[str], row: list[str]) -> tuple[dict[str, str], list[Problem]]:
    """Return the non-empty cells of a row by column, and the problems of their texts."""
    cells: dict[str, str] = {}
    problems: list[Problem] = []
    if len(row) > len(header):
        problems.append((None, "This row has more cells than the first row.", "Put texts with commas into quotes."))
    for name, raw in zip(header, row, strict=False):
        try:
            text = clean_cell(raw)
        except InvalidValueError as exc:
            problems.append((name, exc.reason, exc.hint))
            continue
        if len(text) > _MAX_LENGTH:
            problems.append((name, f"This text is longer than {_MAX_LENGTH} characters.", "Shorten it."))
        elif text:
            cells[name] = text
    return cells, problems


def row_problems(cells: dict[str, str]) -> Iterator[Problem]:
    """Yield the problems of the cells of a row."""
    kind = cells.get("kind")
    if kind not in {ADDRESS, CONTACT}:
        yield "kind", "This is neither address nor contact.", "Write one of these two words."
        return
    if cells.get("circle") not in set(AccessCircle):
        yield "circle", "This is neither partner nor staff.", "Write who may read it: one of these two words."
    if "id" in cells and not _is_uuid(cells["id"]):
        yield (
            "id",
            "This is not a UUID.",
            "Leave the cell empty for a new entry; copy it from an export for an old one.",
        )
    unused = CONTACT_FIELDS if kind == ADDRESS else (*ADDRESS_FIELDS, "location_id")
    for name in cells:
        if name in unused:
            yield name, f"A row of kind {kind} does not use this column.", "Empty it, or correct the kind."
    yield from _address_problems(cells) if kind == ADDRESS else _contact_problems(cells)


def _address_problems(cells: dict[str, str]) -> Iterator[Problem]:
    if not {"service_id", "location_id"} & cells.keys():
        yield "service_id", "This address has no service or location.", "Fill in service_id or location_id."
    for name in ("address_1", "country"):
        if name not in cells:
            yield name, "This cell is empty.", "Fill it in."
    if "country" in cells and cells["country"] not in codes():
        yield "country", "This is not a country code of ISO 3166-1.", "Write two capital letters, such as TH."
    if len({*COORDINATES} & cells.keys()) == 1:
        yield "latitude", "A point needs latitude and longitude.", "Fill in both cells or neither."
    for name, limit in _LIMITS.items():
        if name in cells and not _within(cells[name], limit):
            yield name, "This is not a valid coordinate.", "Write it with a decimal point, such as 18.79."


def _contact_problems(cells: dict[str, str]) -> Iterator[Problem]:
    if "service_id" not in cells:
        yield "service_id", "This contact has no service.", "Fill it in."
    if not {"name", "email", "number"} & cells.keys():
        yield "name", "This contact is empty.", "Fill in a name, an e-mail address or a number."
    if "email" in cells and not _EMAIL.fullmatch(cells["email"]):
        yield "email", "This is not an e-mail address.", "Correct it."
    if "number" in cells and sum(character.isdigit() for character in cells["number"]) not in _DIGITS:
        yield "number", "This is not a phone number.", "Write it as it is dialled."


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
