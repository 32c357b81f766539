"""The query of the statistics page, its tables, and the labels of their values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from directory.domain.usage import UNKNOWN_PLACE, Outcome, RequestedFor, SelfCheckKind
from directory.search import Need
from directory.staff.crud.filters import NEED_LABELS
from directory.staff.i18n import N_, country_name, current_language, format_day, gettext, language_name
from directory.staff.service_entry.coverage_form import region_name
from directory.statistics import queries
from directory.statistics.periods import last_day
from directory.statistics.queries import PublishedCount, UnmetNeed
from directory.statistics.tables import AUDIENCES, LANGUAGES, PLACES, StatisticsTable

ALL: Final = "all"
_PERIODS_PER_YEAR: Final = 13
"""Periods have four weeks."""
_VALUE_LABELS: Final = {
    RequestedFor.CHILDREN: N_("Children"),
    RequestedFor.WOMEN: N_("Women"),
    RequestedFor.MEN: N_("Men"),
    RequestedFor.LGBTQ: N_("LGBTQ+ people"),
    RequestedFor.UNSPECIFIED: N_("not told"),
    SelfCheckKind.WORK: N_("At work"),
    SelfCheckKind.CHILD: N_("Of a child"),
    SelfCheckKind.OFFER: N_("By an offer"),
    SelfCheckKind.MARRIAGE: N_("In a marriage"),
    SelfCheckKind.ONLINE: N_("Online"),
    UNKNOWN_PLACE: N_("not told"),
}
_NETWORKS: Final = {"sms": "SMS", "telegram": "Telegram", "whatsapp": "WhatsApp"}
_OUTCOME_LABELS: Final = {
    Outcome.REFERRED: N_("Told of places that help"),
    Outcome.NOTHING_SUITABLE: N_("Nothing suitable in their country"),
    Outcome.HUMAN_REQUESTED: N_("Asked for a human"),
    Outcome.DANGER: N_("In danger: told whom to call"),
}
_STEPS: Final = 4
ANSWERED_NEEDS: Final = tuple(need for need in Need if need is not Need.HUMAN)
"""The needs that entries answer; asking for a human is always answered."""


@dataclass(frozen=True, slots=True)
class StatisticsQuery:
    """`periods` are all published ones; `period` is one of them, `ALL`, or "" if none; `country` narrows to regions."""

    periods: tuple[str, ...]
    period: str
    country: str = ""

    @property
    def selected_periods(self) -> tuple[str, ...]:
        """The periods whose numbers are added up."""
        return self.last_year if self.period == ALL else (self.period,) if self.period else ()

    @property
    def last_year(self) -> tuple[str, ...]:
        """The periods of the last year, newest first."""
        return self.periods[:_PERIODS_PER_YEAR]


def parse_query(connection: Connection, period: str, country: str) -> StatisticsQuery:
    """Return the query of a URL, with the newest period if it names no published one."""
    known = tuple(queries.published_periods(connection))
    newest = next(iter(known), "")
    chosen = period if period in known or (period == ALL and known) else newest
    return StatisticsQuery(
        known, chosen, country if len(country) == len("TH") and country.isascii() and country.isalpha() else ""
    )


def place_name(code: str) -> str:
    """Return the name of a country or region, or "not told"."""
    if not code:
        return gettext(_VALUE_LABELS[UNKNOWN_PLACE])
    return region_name(code, current_language()) if "-" in code else country_name(code)


def need_name(need: str) -> str:
    """Return the label of a need."""
    return gettext(NEED_LABELS[Need(need)])


def period_name(period: str) -> str:
    """Return the first and last day of a period."""
    return f"{format_day(date.fromisoformat(period))} – {format_day(date.fromisoformat(last_day(period)))}"


def value_name(column: str, value: str) -> str:
    """Return the label of a value in a column."""
    if column == "language":
        return language_name(value)
    if column == "outcome":
        return gettext(_OUTCOME_LABELS[Outcome(value)])
    return _NETWORKS.get(value) or gettext(_VALUE_LABELS[value])


@dataclass(frozen=True, slots=True)
class Cell:
    """How often a need was requested and unmet in a place; `step` from 1 to 4 is its shade."""

    requests: int
    unmet: int
    step: int


@dataclass(frozen=True, slots=True)
class Row:
    """A place with its code, and a cell for each of `ANSWERED_NEEDS`, None if it is suppressed."""

    code: str
    name: str
    cells: tuple[Cell | None, ...]


def unmet(connection: Connection, query: StatisticsQuery) -> list[UnmetNeed]:
    """Return the unmet needs of a country's regions or of all countries, most often unmet first."""
    rows = queries.unmet_needs(connection, query.selected_periods, by_region=bool(query.country))
    return [row for row in rows if query.country in {"", row.country}]


def unmet_rows(rows: Sequence[UnmetNeed], query: StatisticsQuery) -> list[Row]:
    """Return a table row for each place, in the order of first occurrence."""
    result: dict[str, dict[str, Cell]] = {}
    for row in rows:
        place = row.region if query.country else row.country
        result.setdefault(place, {})[row.need] = Cell(row.requests, row.unmet, _shade(row))
    return [Row(code, place_name(code), tuple(map(cells.get, ANSWERED_NEEDS))) for code, cells in result.items()]


def published_numbers(connection: Connection, query: StatisticsQuery, table: StatisticsTable) -> list[PublishedCount]:
    """Return the published numbers of a table, narrowed to the chosen country."""
    result = queries.published_counts(connection, table, query.selected_periods)
    return [number for number in result if query.country in {"", number.cell["country"]}]


def language_counts(connection: Connection, query: StatisticsQuery) -> list[tuple[str, int]]:
    """Return the number of requests in each language."""
    return _counts_by_name(published_numbers(connection, query, LANGUAGES), "language")


def small_tables(connection: Connection, query: StatisticsQuery) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """Return (title, heading, rows) of the other tables."""
    languages, persons, places = (
        published_numbers(connection, query, table) for table in (LANGUAGES, AUDIENCES, PLACES)
    )
    return [
        (gettext("What came of it"), gettext("Outcome"), _counts_by_name(places, "outcome")),
        (gettext("Over which network"), gettext("Network"), _counts_by_name(languages, "channel")),
        (gettext("For whom"), gettext("For whom"), _counts_by_name(persons, "whom")),
        (gettext("Signs of exploitation"), gettext("Signs"), _counts_by_name(persons, "kind")),
    ]


def trend(connection: Connection, query: StatisticsQuery) -> list[tuple[str, int, int]]:
    """Return (period, requests, unmet) of the last year, oldest first."""
    result = []
    for period in reversed(query.last_year):
        rows = unmet(connection, StatisticsQuery(query.periods, period, query.country))
        result.append((period, sum(row.requests for row in rows), sum(row.unmet for row in rows)))
    return result


def _counts_by_name(result: Sequence[PublishedCount], column: str) -> list[tuple[str, int]]:
    return [(value_name(column, value), count) for (value,), count in queries.sum_by(result, column).items()]


def _shade(row: UnmetNeed) -> int:
    """Return the shade of a cell, 0 if nothing was unmet."""
    return min(_STEPS, 1 + int(row.share * _STEPS)) if row.unmet else 0
