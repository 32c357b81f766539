"""The tables of the page, drawn."""

from datetime import date
from typing import Final

from anyio import from_thread
from sqlalchemy import Connection

from directory.staff.i18n import day, direction, gettext
from directory.staff.statistics.labels import need_name, place_name
from directory.staff.statistics.query import Asked
from directory.staff.statistics.tables import ASKED, course, languages, unmet
from directory.statistics import charts
from directory.statistics.charts import Bar, Words

_BARS: Final = 10
"""More are not read in a drawing; the table beside it has them all."""


def _places(connection: Connection, wanted: Asked) -> str:
    sums: dict[str, tuple[int, int]] = {}
    for row in unmet(connection, wanted):
        place = row.region if wanted.country else row.country
        met, not_met = sums.get(place, (0, 0))
        sums[place] = met + row.asked - row.unmet, not_met + row.unmet
    most = sorted(sums.items(), key=lambda one: (-one[1][1], -one[1][0], one[0]))[:_BARS]
    return _bars([Bar(place_name(code), parts) for code, parts in most])


def _needs(connection: Connection, wanted: Asked) -> str:
    rows = unmet(connection, wanted)
    found = []
    for need in ASKED:
        not_met = sum(row.unmet for row in rows if row.need == need)
        met = sum(row.asked for row in rows if row.need == need) - not_met
        found.append(Bar(need_name(need), (met, not_met)))
    return _bars([bar for bar in found if any(bar.parts)])


def _languages(connection: Connection, wanted: Asked) -> str:
    found = languages(connection, wanted)[:_BARS]
    said = Words(gettext("In which languages people ask"), gettext("Times"), (gettext("Times"),), _turned())
    return from_thread.run(charts.bars, [Bar(name, (count,)) for name, count in found], said)


def _course(connection: Connection, wanted: Asked) -> str:
    parts = gettext("Asked"), gettext("Nothing suitable")
    said = Words(gettext("From period to period"), gettext("Times"), parts, _turned())
    found = [Bar(_day(period), (times, not_met)) for period, times, not_met in course(connection, wanted)]
    return from_thread.run(charts.course, found, said)


def _bars(found: list[Bar]) -> str:
    parts = gettext("Told of places that help"), gettext("Nothing suitable")
    said = Words(gettext("What was needed and not found"), gettext("Times"), parts, _turned())
    return from_thread.run(charts.bars, found, said)


def _day(period: str) -> str:
    """Return the day on which a period began; a drawing does not know by itself in which direction it reads."""
    said = day(date.fromisoformat(period))
    return f"\u2067{said}\u2069" if _turned() else said


def _turned() -> bool:
    return direction() == "rtl"


DRAWINGS: Final = {"places": _places, "needs": _needs, "languages": _languages, "course": _course}
"""Each draws what is asked for, in a thread that the event loop has lent."""
