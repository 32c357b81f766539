"""Judge one row of the sheet: every cell, then what cells say together.

What the directory already holds is not judged again: nobody can mend in a sheet what somebody else printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from directory.exchange.spreadsheet.columns import INHERITED, PHONES, REACH, Cells, blank, columns, needed
from directory.exchange.spreadsheet.formatters import spread_phones
from directory.exchange.spreadsheet.list_cells import joined, judge_list, refuse_formula, split
from directory.exchange.spreadsheet.records import FROM_SHEET
from directory.parsing.cells import refuse_damage
from directory.parsing.hours import has_one_clock, weekly
from directory.parsing.parsers import ITEMS, WHOLE
from directory.parsing.result import Judged, RefusedError

Finding = tuple[str | None, str, str]

_ADDRESS: Final = ("address", "city", "postal_code", "address_is_public")
_VERIFIED: Final = ("verified_by", "verified_on")
_CHECKED: Final = (*_VERIFIED, "verified_how")
_SHELTER: Final = "shelter"
_SECRET: Final = (
    "address_is_public",
    "The address of a shelter leads whoever hunts a person to the door.",
    "Write yes if everybody may know it. If not, empty address, city and postal_code and use the protected import.",
)
_NOT_PUBLIC: Final = (
    "address_is_public",
    "This address is not said to be public, and everybody can read this directory.",
    "Write yes if everybody may know it, or empty address, city and postal_code.",
)


_OUTDATED: Final = "What was checked is not what the row says now."


def settle(cells: Cells, stored: Cells | None) -> None:
    """Fill in what an empty cell means; what nobody ever said of a stored service stays unsaid."""
    cells["name"] = cells["name"] or cells["organization"]
    cells["status"] = cells["status"] or "active"
    meant = {"consular": "yes" if cells["nationality"] else "no", "for_trafficking": "no"}
    for name, empty in meant.items():
        if stored is None or stored[name]:
            cells[name] = cells[name] or empty
    if not cells["address"]:
        cells["address_is_public"] = ""
    # The directory itself says so where nobody names a source.
    if cells["source"].startswith(FROM_SHEET):
        cells["source"] = ""


def outdated(given: Cells, cells: Cells, stored: Cells) -> Iterator[Finding]:
    """Yield a fault where a row repeats a check that was made before its contacts, country or status changed.

    The danger is a number that nobody called and that counts as verified. Such a check is not taken away: the same
    file would bring it back when it is imported again.
    """
    if _check_is_outdated(cells, stored) and any(given.get(name) for name in _CHECKED):
        mend = "Check it again and write the new day, or empty verified_by, verified_on and verified_how."
        yield "verified_on", _OUTDATED, mend


def without_outdated(given: Cells, cells: Cells, stored: Cells) -> Iterator[Finding]:
    """Take away a check that the row does not speak of and that its changes made worthless; yield a doubt."""
    if _check_is_outdated(cells, stored) and not any(given.get(name) for name in _CHECKED):
        cells |= dict.fromkeys(_CHECKED, "")
        yield "verified_on", f"{_OUTDATED} The entry no longer counts as verified.", "Check it and write the day."


def missing(cells: Cells, stored: Cells | None) -> Iterator[Finding]:
    """Yield the needed cells that are empty; what was always missing is not asked for again."""
    for name in needed():
        if not cells[name] and (stored is None or stored[name]):
            column = columns()[name]
            yield name, "This cell must not be empty.", f"{column.meaning} {column.how}"


def broken_rules(cells: Cells, stored: Cells | None) -> Iterator[Finding]:
    """Yield what is wrong between cells; a rule whose cells did not change is not asked again."""

    def touched(*names: str) -> bool:
        return stored is None or any(cells[name] != stored[name] for name in names)

    if touched(*REACH) and not any(cells[name] for name in REACH):
        yield "phone", "Nobody could reach this service.", "Give a number, a chat, a website or an e-mail address."
    if touched(*_ADDRESS, "needs"):
        yield from _address(cells)
    if touched("verified_how", *_VERIFIED):
        yield from _verified(cells)
    if touched("consular", "nationality") and cells["consular"] == "yes" and not cells["nationality"]:
        yield "nationality", "It is not said whose citizens this service is for.", "Write the country."
    if touched("local_name", "local_language") and cells["local_language"] and not cells["local_name"]:
        yield "local_name", "There is a language and no name in it.", "Write the name, or empty local_language."
    if touched("time_zone", "hours") and cells["time_zone"] and not cells["hours"]:
        yield "hours", "There is a time zone and no hours.", "Write the hours, or empty time_zone."


def doubts(cells: Cells, stored: Cells | None) -> Iterator[Finding]:
    """Yield what should be looked at."""
    if stored is not None and all(cells[name] == stored[name] for name in ("hours", "time_zone", "country")):
        return
    countries = split(cells["country"])
    one_clock = len(countries) == 1 and has_one_clock(countries[0])
    # All day is all day on every clock.
    timed = cells["hours"] and cells["hours"] != "24/7" and weekly(cells["hours"])
    if timed and not cells["time_zone"] and not one_clock:
        what = "It is not known by which clock these hours are meant."
        yield "time_zone", what, "Write the name of the time zone, such as America/New_York."


def _check_is_outdated(cells: Cells, stored: Cells) -> bool:
    changed = any(cells[name] != stored[name] for name in ("sms", "chat", "website", "email", "country", "status"))
    numbers, before = ({item for name in PHONES for item in split(row[name])} for row in (cells, stored))
    same_check = stored["verified_on"] and cells["verified_on"] == stored["verified_on"]
    return bool(same_check) and (changed or numbers != before)


def _address(cells: Cells) -> Iterator[Finding]:
    if not cells["address"]:
        for name in ("city", "postal_code"):
            if cells[name]:
                yield name, "There is no address to this.", "Write the town under area, and empty this cell."
    elif cells["address_is_public"] != "yes":
        yield _SECRET if _SHELTER in split(cells["needs"]) else _NOT_PUBLIC


def _verified(cells: Cells) -> Iterator[Finding]:
    by, on = (cells[name] for name in _VERIFIED)
    if by and not on:
        yield "verified_on", "It is not said when this was checked.", "Write the day: 2026-01-31."
    if on and not by:
        yield "verified_by", "It is not said who checked this.", "Write the organization or the role."
    if cells["verified_how"] and not by:
        yield "verified_by", "It is said how this was checked and not by whom.", "Write the organization or the role."


_BY_COUNTRY: Final = frozenset({"regions", "phones"})


"""A column, what is wrong with it, how to mend it."""


@dataclass(slots=True)
class Checked:
    """A row as the directory would show it afterwards, what is wrong with it, and what is doubtful."""

    cells: Cells
    faults: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)


def check_row(given: Cells, stored: Cells | None) -> Checked:
    """Judge a row against what the directory holds of the same service (None for a new one).

    `given` has the texts of the sheet's columns after `cells.clean`. A column that it lacks stays as stored.
    """
    before = stored if stored is not None else blank()
    checked = Checked(dict(before))
    # Regions and numbers are judged by the country, wherever its column stands.
    for name in dict.fromkeys(("country", *given) if "country" in given else given):
        text = given[name]
        if checked.faults and checked.faults[0][0] == "country" and columns()[name].kind in _BY_COUNTRY:
            continue
        if text != before[name] and (text or name not in INHERITED):
            _check(checked, before, name, text)
    checked.cells |= spread_phones([item for name in PHONES for item in split(checked.cells[name])])
    settle(checked.cells, stored)
    if stored is not None:
        checked.faults += outdated(given, checked.cells, stored)
        checked.doubts += without_outdated(given, checked.cells, stored)
    faulty = {name for name, _, _ in checked.faults}
    checked.faults += (one for one in missing(checked.cells, stored) if one[0] not in faulty)
    if not checked.faults:
        checked.faults += broken_rules(checked.cells, stored)
        checked.doubts += doubts(checked.cells, stored)
    return checked


def _check(checked: Checked, before: Cells, name: str, text: str) -> None:
    try:
        found = _judged(checked.cells, before, name, text) if text else []
    except RefusedError as fault:
        checked.faults.append((name, fault.what, fault.mend))
        return
    kind = columns()[name].kind
    texts = [one.text for one in found]
    checked.cells[name] = joined(kind, texts) if kind in ITEMS else "".join(texts)
    checked.doubts += [(name, one.doubt, one.mend) for one in found if one.doubt]


def _judged(cells: Cells, before: Cells, name: str, text: str) -> list[Judged]:
    kind = columns()[name].kind
    refuse_damage(text)
    if kind not in ITEMS:
        refuse_formula(text)
        return [WHOLE[kind](text, cells["country"])]
    known = set(split(before[name]))
    if name in PHONES:
        known.update(*(split(before[other]) for other in PHONES))
    return judge_list(kind, text, cells["country"], known)
