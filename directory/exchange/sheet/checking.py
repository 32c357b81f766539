"""Judge one row of the sheet: every cell, then what cells say together.

What the directory already holds is not judged again: nobody can mend in a sheet what somebody else printed.
"""

from dataclasses import dataclass, field
from typing import Final

from directory.exchange.sheet.cells import refuse_damage
from directory.exchange.sheet.columns import INHERITED, PHONES, Cells, blank, columns
from directory.exchange.sheet.listing import joined, judge_list, refuse_formula, split
from directory.exchange.sheet.rules import broken_rules, doubts, missing, outdated, settle, without_outdated
from directory.exchange.sheet.shown import spread_phones
from directory.exchange.sheet.values.outcome import Judged, RefusedError
from directory.exchange.sheet.values.table import ITEMS, WHOLE

_BY_COUNTRY: Final = frozenset({"regions", "phones"})

Finding = tuple[str | None, str, str]
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
