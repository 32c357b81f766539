"""The tables of the statistics page as SVG charts."""

from datetime import date
from typing import Final

from anyio import from_thread
from sqlalchemy import Connection

from directory.staff.i18n import format_day, gettext, text_direction
from directory.staff.statistics.tables import (
    ANSWERED_NEEDS,
    StatisticsQuery,
    language_counts,
    need_name,
    place_name,
    trend,
    unmet,
)
from directory.statistics import charts
from directory.statistics.charts import Bar, ChartLabels

_MAX_BARS: Final = 10
"""More bars are not readable; the table beside the chart has all rows."""


def _places(connection: Connection, query: StatisticsQuery) -> str:
    sums: dict[str, tuple[int, int]] = {}
    for row in unmet(connection, query):
        place = row.region if query.country else row.country
        met, not_met = sums.get(place, (0, 0))
        sums[place] = met + row.requests - row.unmet, not_met + row.unmet
    most = sorted(sums.items(), key=lambda item: (-item[1][1], -item[1][0], item[0]))[:_MAX_BARS]
    return _render_bars([Bar(place_name(code), parts) for code, parts in most])


def _needs(connection: Connection, query: StatisticsQuery) -> str:
    rows = unmet(connection, query)
    bars = []
    for need in ANSWERED_NEEDS:
        not_met = sum(row.unmet for row in rows if row.need == need)
        met = sum(row.requests for row in rows if row.need == need) - not_met
        bars.append(Bar(need_name(need), (met, not_met)))
    return _render_bars([bar for bar in bars if any(bar.values)])


def _languages(connection: Connection, query: StatisticsQuery) -> str:
    bars = language_counts(connection, query)[:_MAX_BARS]
    words = ChartLabels(gettext("In which languages people ask"), gettext("Times"), (gettext("Times"),), _is_rtl())
    return from_thread.run(charts.bar_chart, [Bar(name, (count,)) for name, count in bars], words)


def _trend(connection: Connection, query: StatisticsQuery) -> str:
    parts = gettext("Asked"), gettext("Nothing suitable")
    words = ChartLabels(gettext("From period to period"), gettext("Times"), parts, _is_rtl())
    bars = [Bar(_day(period), (times, not_met)) for period, times, not_met in trend(connection, query)]
    return from_thread.run(charts.line_chart, bars, words)


def _render_bars(bars: list[Bar]) -> str:
    parts = gettext("Told of places that help"), gettext("Nothing suitable")
    words = ChartLabels(gettext("What was needed and not found"), gettext("Times"), parts, _is_rtl())
    return from_thread.run(charts.bar_chart, bars, words)


def _day(period: str) -> str:
    """Return the first day of a period, isolated for right-to-left charts."""
    words = format_day(date.fromisoformat(period))
    return f"\u2067{words}\u2069" if _is_rtl() else words


def _is_rtl() -> bool:
    return text_direction() == "rtl"


CHARTS: Final = {"places": _places, "needs": _needs, "languages": _languages, "course": _trend}
"""The charts by name. They run in a worker thread of the event loop."""
