"""The four statistics: for each a table with the counts of the current period and one with the published counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.domain.usage import Cell
from directory.models import (
    CurrentAudience,
    CurrentLanguage,
    CurrentPlace,
    CurrentReferral,
    PublishedPerson,
    PublishedPlace,
    PublishedReferral,
    PublishedTongue,
)

Counts = Mapping[Cell, int]

_CurrentModel = type[CurrentPlace] | type[CurrentLanguage] | type[CurrentAudience] | type[CurrentReferral]
_PublishedModel = type[PublishedPlace] | type[PublishedTongue] | type[PublishedPerson] | type[PublishedReferral]


@dataclass(frozen=True, slots=True)
class StatisticsTable:
    """One statistic: its two tables, and the columns of its cells."""

    name: str
    current: _CurrentModel
    published: _PublishedModel
    columns: tuple[str, ...]


PLACES: Final = StatisticsTable("places", CurrentPlace, PublishedPlace, ("country", "region", "need", "outcome"))
LANGUAGES: Final = StatisticsTable("tongues", CurrentLanguage, PublishedTongue, ("country", "language", "channel"))
AUDIENCES: Final = StatisticsTable("persons", CurrentAudience, PublishedPerson, ("country", "whom", "kind"))
REFERRALS: Final = StatisticsTable("referrals", CurrentReferral, PublishedReferral, ("service_id",))

REQUEST_TABLES: Final = (PLACES, LANGUAGES, AUDIENCES)
"""The tables that count every request once each."""
TABLES: Final = (*REQUEST_TABLES, REFERRALS)


def read_counts(
    connection: Connection, model: _CurrentModel | _PublishedModel, columns: tuple[str, ...], period: str
) -> Counts:
    """Return the counts of a period."""
    cells = [getattr(model, column) for column in columns]
    rows = connection.execute(select(*cells, col(model.count)).where(col(model.period) == period).order_by(*cells))
    return {tuple(row[:-1]): row[-1] for row in rows}
