"""The numbers of some periods and places, as the tables of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from directory.search import Need
from directory.staff.i18n import gettext
from directory.staff.statistics.labels import name_of, place_name
from directory.staff.statistics.query import Asked
from directory.statistics import queries
from directory.statistics.queries import Number, Unmet
from directory.statistics.tables import PERSONS, PLACES, TONGUES, Table

_STEPS: Final = 4
ASKED: Final = tuple(need for need in Need if need is not Need.HUMAN)
"""Needs that an entry answers or does not; whoever asks for a human is always answered."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How often something was asked for somewhere and not found; `step` from 1 to 4 shades it."""

    asked: int
    unmet: int
    step: int


@dataclass(frozen=True, slots=True)
class Line:
    """A place, its code for the address, and a cell for each of `ASKED`, None where nothing is shown."""

    code: str
    name: str
    cells: tuple[Cell | None, ...]


def unmet(connection: Connection, wanted: Asked) -> list[Unmet]:
    """Return the rows of a country's regions, or of all countries, most often unmet first."""
    rows = queries.unmet(connection, wanted.among, by_region=bool(wanted.country))
    return [row for row in rows if wanted.country in {"", row.country}]


def lines(rows: Sequence[Unmet], wanted: Asked) -> list[Line]:
    """Return the table: a line for each place, in the order in which the rows name them first."""
    found: dict[str, dict[str, Cell]] = {}
    for row in rows:
        place = row.region if wanted.country else row.country
        found.setdefault(place, {})[row.need] = Cell(row.asked, row.unmet, _step(row))
    return [Line(code, place_name(code), tuple(map(cells.get, ASKED))) for code, cells in found.items()]


def numbers(connection: Connection, wanted: Asked, table: Table) -> list[Number]:
    """Return the published numbers of a table, of the chosen country where one is chosen."""
    found = queries.published(connection, table, wanted.among)
    return [number for number in found if wanted.country in {"", number.cell["country"]}]


def languages(connection: Connection, wanted: Asked) -> list[tuple[str, int]]:
    """Return how often people asked in each language."""
    return _named(numbers(connection, wanted, TONGUES), "language")


def small_tables(connection: Connection, wanted: Asked) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """Return (title, heading, rows) of what else was told."""
    tongues, persons, places = (numbers(connection, wanted, table) for table in (TONGUES, PERSONS, PLACES))
    return [
        (gettext("What came of it"), gettext("Outcome"), _named(places, "outcome")),
        (gettext("Over which network"), gettext("Network"), _named(tongues, "channel")),
        (gettext("For whom"), gettext("For whom"), _named(persons, "whom")),
        (gettext("Signs of exploitation"), gettext("Signs"), _named(persons, "kind")),
    ]


def course(connection: Connection, wanted: Asked) -> list[tuple[str, int, int]]:
    """Return (period, asked, unmet) of a year, oldest first."""
    found = []
    for period in reversed(wanted.lately):
        rows = unmet(connection, Asked(wanted.known, period, wanted.country))
        found.append((period, sum(row.asked for row in rows), sum(row.unmet for row in rows)))
    return found


def _named(found: Sequence[Number], column: str) -> list[tuple[str, int]]:
    return [(name_of(column, value), count) for (value,), count in queries.by(found, column).items()]


def _step(row: Unmet) -> int:
    """Return how dark a cell is: 0 where everything was answered."""
    return min(_STEPS, 1 + int(row.share * _STEPS)) if row.unmet else 0
