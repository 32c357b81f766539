"""From what stands of opening hours, and a week that somebody filled in, to the edits between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from babel.core import get_global

from directory.moderation.edits import Action, Edit, new_id
from directory.staff.service_entry.weekly_hours import CLOSED, RULE, Week, in_print, rules_of, week_of

Row = Mapping[str, Any]
_TEXTS: Final = "; "


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of an entry: the week, the time zone by its IANA name ("" for the country's clocks), the text."""

    week: Week
    zone: str
    printed: str


def stored_hours(schedules: Sequence[Row]) -> Hours | None:
    """Return the hours that stand there, None where they are no plain week."""
    week = week_of(schedules)
    zone = next((one["zone"] for one in schedules if one["zone"]), "")
    return None if week is None else Hours(week, zone, printed(schedules))


def printed(schedules: Sequence[Row]) -> str:
    """Return the hours as they were printed."""
    return _TEXTS.join(dict.fromkeys(one["description"] for one in schedules if one["description"]))


def in_keeping(wanted: Hours, schedules: Sequence[Row]) -> Hours:
    """Return the hours with a text that does not speak against them: written anew where the times alone were changed.

    The danger is the old text beside new times: people are told the text.
    """
    stood = stored_hours(schedules)
    times_changed = stood is None or wanted.week != stood.week
    if wanted.printed and not (times_changed and wanted.printed == printed(schedules)):
        return wanted
    return Hours(wanted.week, wanted.zone, in_print(wanted.week))


def edits_of_hours(service_id: str, schedules: Sequence[Row], wanted: Hours) -> list[Edit]:
    """Return what makes the hours of a service what is wanted; nothing where they are."""
    if stored_hours(schedules) == wanted:
        return []
    rules = rules_of(wanted.week) if wanted.week != CLOSED else [dict.fromkeys(RULE)] * bool(wanted.printed)
    plain = stored_hours(schedules) is not None
    kept, gone = _matched(schedules if plain else (), rules)
    gone = gone if plain else list(schedules)
    edits = [Edit(Action.DELETE, "schedule", (one["id"],)) for one in gone]
    for rule, row in zip(rules, kept, strict=True):
        edits += _one(service_id, row, rule | {"description": wanted.printed or None}, wanted.zone)
    return edits


def _matched(schedules: Sequence[Row], rules: Sequence[Row]) -> tuple[list[Row | None], list[Row]]:
    """Return the row that each rule goes on with, one that says it already before any other; and the rows that go."""
    left = list(schedules)
    kept: list[Row | None] = [None] * len(rules)
    for alike in (True, False):
        for index, rule in enumerate(rules):
            found = next((one for one in left if not alike or all(one[name] == rule[name] for name in RULE)), None)
            if kept[index] is None and found is not None:
                kept[index] = found
                left.remove(found)
    return kept, left


def _one(service_id: str, row: Row | None, values: dict[str, Any], zone: str) -> Iterator[Edit]:
    key = row["id"] if row else new_id()
    if row is None:
        yield Edit(Action.CREATE, "schedule", (key,), {"service_id": service_id, **values})
    else:
        # A row of which only `wkst` or `interval` says something more is as plain as the others.
        yield Edit(Action.UPDATE, "schedule", (key,), values)
    stands = row["zone"] if row else None
    zone = zone if values["freq"] else ""
    if zone and zone != stands:
        yield Edit(Action.UPDATE if stands else Action.CREATE, "schedule_zone", (key,), {"zone": zone})
    elif stands and not zone:
        yield Edit(Action.DELETE, "schedule_zone", (key,))


def zones_of(countries: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the time zones of countries (CLDR), and all the others."""
    known = _known_zones()
    near = [name for code in countries for name in get_global("territory_zones").get(code, ()) if name in known]
    return list(dict.fromkeys(near)), sorted(known - set(near))


@cache
def _known_zones() -> frozenset[str]:
    """Return the zones with a town in their name; to list them takes a walk through hundreds of files."""
    places = (name for name in available_timezones() if "/" in name)
    return frozenset(name for name in places if not name.startswith(("Etc/", "posix/", "right/")))
