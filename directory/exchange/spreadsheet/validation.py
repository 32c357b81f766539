"""Validate one row of the sheet: every cell, then rules between cells.

What the directory already holds is not validated again: a sheet cannot correct what another source printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from directory.exchange.spreadsheet.columns import (
    CONTACT_COLUMNS,
    ORGANIZATION_COLUMNS,
    PHONE_COLUMNS,
    Cells,
    columns,
    empty_cells,
    required_columns,
)
from directory.exchange.spreadsheet.list_cells import join_items, parse_list, reject_formula, split_items
from directory.exchange.spreadsheet.records import SHEET_SOURCE
from directory.exchange.spreadsheet.stored_rows import spread_phones
from directory.parsing.cells import reject_garbled
from directory.parsing.hours import has_single_clock, weekly_schedules
from directory.parsing.parsers import CELL_PARSERS, ITEM_PARSERS
from directory.parsing.result import InvalidValueError, ParseResult

Finding = tuple[str | None, str, str]
"""A column, the reason, and a hint."""
_ADDRESS: Final = ("address", "city", "postal_code", "address_is_public")
_VERIFIED: Final = ("verified_by", "verified_on")
_CHECKED: Final = (*_VERIFIED, "verified_how")
_SHELTER: Final = "shelter"
_SHELTER_ADDRESS: Final = (
    "address_is_public",
    "The address of a shelter shows pursuers the way.",
    "Write yes if everybody may know it. If not, empty address, city and postal_code and use the protected import.",
)
_NOT_PUBLIC: Final = (
    "address_is_public",
    "This address is not declared public, and everybody can read this directory.",
    "Write yes if everybody may know it, or empty address, city and postal_code.",
)
_OUTDATED: Final = "The row no longer says what was checked."
_BY_COUNTRY: Final = frozenset({"regions", "phones"})


@dataclass(slots=True)
class CheckedRow:
    """A validated row as the directory would show it afterwards, with its errors and warnings."""

    cells: Cells
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def validate_row(given: Cells, stored: Cells | None) -> CheckedRow:
    """Validate a row against what the directory holds of the same service (None for a new one).

    `given` holds the texts of the sheet's columns after `clean_cell`. A column that it lacks stays as stored.
    """
    before = stored if stored is not None else empty_cells()
    checked = CheckedRow(dict(before))
    # Regions and numbers depend on the country, whatever the position of its column.
    for name in dict.fromkeys(("country", *given) if "country" in given else given):
        text = given[name]
        if checked.errors and checked.errors[0][0] == "country" and columns()[name].kind in _BY_COUNTRY:
            continue
        if text != before[name] and (text or name not in ORGANIZATION_COLUMNS):
            _validate_cell(checked, before, name, text)
    checked.cells |= spread_phones([item for name in PHONE_COLUMNS for item in split_items(checked.cells[name])])
    apply_defaults(checked.cells, stored)
    if stored is not None:
        checked.errors += outdated_check_errors(given, checked.cells, stored)
        checked.warnings += drop_outdated_check(given, checked.cells, stored)
    faulty = {name for name, _, _ in checked.errors}
    checked.errors += (finding for finding in missing_cells(checked.cells, stored) if finding[0] not in faulty)
    if not checked.errors:
        checked.errors += rule_errors(checked.cells, stored)
        checked.warnings += row_warnings(checked.cells, stored)
    return checked


def _validate_cell(checked: CheckedRow, before: Cells, name: str, text: str) -> None:
    try:
        results = _parse_cell(checked.cells, before, name, text) if text else []
    except InvalidValueError as exc:
        checked.errors.append((name, exc.reason, exc.hint))
        return
    kind = columns()[name].kind
    texts = [result.text for result in results]
    checked.cells[name] = join_items(kind, texts) if kind in ITEM_PARSERS else "".join(texts)
    checked.warnings += [(name, result.warning, result.hint) for result in results if result.warning]


def _parse_cell(cells: Cells, before: Cells, name: str, text: str) -> list[ParseResult]:
    kind = columns()[name].kind
    reject_garbled(text)
    if kind not in ITEM_PARSERS:
        reject_formula(text)
        return [CELL_PARSERS[kind](text, cells["country"])]
    known = set(split_items(before[name]))
    if name in PHONE_COLUMNS:
        known.update(*(split_items(before[other]) for other in PHONE_COLUMNS))
    return parse_list(kind, text, cells["country"], known)


def apply_defaults(cells: Cells, stored: Cells | None) -> None:
    """Fill in what an empty cell means; a field that a stored service never had stays empty."""
    cells["name"] = cells["name"] or cells["organization"]
    cells["status"] = cells["status"] or "active"
    defaults = {"consular": "yes" if cells["nationality"] else "no", "for_trafficking": "no"}
    for name, empty in defaults.items():
        if stored is None or stored[name]:
            cells[name] = cells[name] or empty
    if not cells["address"]:
        cells["address_is_public"] = ""
    # The directory adds this prefix itself if no source is given.
    if cells["source"].startswith(SHEET_SOURCE):
        cells["source"] = ""


def outdated_check_errors(given: Cells, cells: Cells, stored: Cells) -> Iterator[Finding]:
    """Yield an error if a row repeats a check that predates a change of its contacts, country or status.

    The danger is a number that was never called and counts as verified. The check is not simply removed: importing the
    same file again would bring it back.
    """
    if _check_is_outdated(cells, stored) and any(given.get(name) for name in _CHECKED):
        hint = "Check it again and write the new day, or empty verified_by, verified_on and verified_how."
        yield "verified_on", _OUTDATED, hint


def drop_outdated_check(given: Cells, cells: Cells, stored: Cells) -> Iterator[Finding]:
    """Remove a check that the row does not mention and that its changes invalidate; yield a warning."""
    if _check_is_outdated(cells, stored) and not any(given.get(name) for name in _CHECKED):
        cells |= dict.fromkeys(_CHECKED, "")
        yield "verified_on", f"{_OUTDATED} The entry no longer counts as verified.", "Check it and write the day."


def missing_cells(cells: Cells, stored: Cells | None) -> Iterator[Finding]:
    """Yield the required cells that are empty; a cell that was always empty is accepted."""
    for name in required_columns():
        if not cells[name] and (stored is None or stored[name]):
            column = columns()[name]
            yield name, "This cell must not be empty.", f"{column.meaning} {column.how}"


def rule_errors(cells: Cells, stored: Cells | None) -> Iterator[Finding]:
    """Yield violated rules between cells; a rule whose cells did not change is skipped."""

    def touched(*names: str) -> bool:
        return stored is None or any(cells[name] != stored[name] for name in names)

    if touched(*CONTACT_COLUMNS) and not any(cells[name] for name in CONTACT_COLUMNS):
        yield "phone", "This service has no contact.", "Give a number, a chat, a website or an e-mail address."
    if touched(*_ADDRESS, "needs"):
        yield from _address_errors(cells)
    if touched("verified_how", *_VERIFIED):
        yield from _verification_errors(cells)
    if touched("consular", "nationality") and cells["consular"] == "yes" and not cells["nationality"]:
        yield "nationality", "The citizens that this service is for are missing.", "Write the country."
    if touched("local_name", "local_language") and cells["local_language"] and not cells["local_name"]:
        yield "local_name", "There is a language without a name.", "Write the name, or empty local_language."
    if touched("time_zone", "hours") and cells["time_zone"] and not cells["hours"]:
        yield "hours", "There is a time zone without hours.", "Write the hours, or empty time_zone."


def row_warnings(cells: Cells, stored: Cells | None) -> Iterator[Finding]:
    """Yield a warning if it is unclear in which time zone the hours are meant."""
    if stored is not None and all(cells[name] == stored[name] for name in ("hours", "time_zone", "country")):
        return
    countries = split_items(cells["country"])
    one_clock = len(countries) == 1 and has_single_clock(countries[0])
    # 24/7 is the same in every time zone.
    timed = cells["hours"] and cells["hours"] != "24/7" and weekly_schedules(cells["hours"])
    if timed and not cells["time_zone"] and not one_clock:
        reason = "The time zone of these hours is unknown."
        yield "time_zone", reason, "Write the name of the time zone, such as America/New_York."


def _check_is_outdated(cells: Cells, stored: Cells) -> bool:
    changed = any(cells[name] != stored[name] for name in ("sms", "chat", "website", "email", "country", "status"))
    numbers, before = ({item for name in PHONE_COLUMNS for item in split_items(row[name])} for row in (cells, stored))
    same_check = stored["verified_on"] and cells["verified_on"] == stored["verified_on"]
    return bool(same_check) and (changed or numbers != before)


def _address_errors(cells: Cells) -> Iterator[Finding]:
    if not cells["address"]:
        for name in ("city", "postal_code"):
            if cells[name]:
                yield name, "This has no address.", "Write the town under area, and empty this cell."
    elif cells["address_is_public"] != "yes":
        yield _SHELTER_ADDRESS if _SHELTER in split_items(cells["needs"]) else _NOT_PUBLIC


def _verification_errors(cells: Cells) -> Iterator[Finding]:
    by, on = (cells[name] for name in _VERIFIED)
    if by and not on:
        yield "verified_on", "The day of the check is missing.", "Write the day: 2026-01-31."
    if on and not by:
        yield "verified_by", "The name of the checker is missing.", "Write the organization or the role."
    if cells["verified_how"] and not by:
        yield "verified_by", "The name of the checker is missing.", "Write the organization or the role."
