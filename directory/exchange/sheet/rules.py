"""What the cells of a row say together."""

from collections.abc import Iterator
from typing import Final

from directory.exchange.sheet.columns import PHONES, REACH, Cells, columns, needed
from directory.exchange.sheet.listing import split
from directory.exchange.sheet.records import FROM_SHEET
from directory.exchange.sheet.values.hours import has_one_clock, weekly

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
