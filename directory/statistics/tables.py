"""The four tables of numbers: what was asked in the period that goes on, and what was published of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.domain.usage import Cell
from directory.models import (
    AskedPerson,
    AskedPlace,
    AskedReferral,
    AskedTongue,
    PublishedPerson,
    PublishedPlace,
    PublishedReferral,
    PublishedTongue,
)

Numbers = Mapping[Cell, int]

_Asked = type[AskedPlace] | type[AskedTongue] | type[AskedPerson] | type[AskedReferral]
_Published = type[PublishedPlace] | type[PublishedTongue] | type[PublishedPerson] | type[PublishedReferral]


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of numbers, and the columns of its cells."""

    name: str
    asked: _Asked
    published: _Published
    columns: tuple[str, ...]


PLACES: Final = Table("places", AskedPlace, PublishedPlace, ("country", "region", "need", "outcome"))
TONGUES: Final = Table("tongues", AskedTongue, PublishedTongue, ("country", "language", "channel"))
PERSONS: Final = Table("persons", AskedPerson, PublishedPerson, ("country", "whom", "kind"))
REFERRALS: Final = Table("referrals", AskedReferral, PublishedReferral, ("service_id",))

ASKINGS: Final = (PLACES, TONGUES, PERSONS)
"""Tables in each of which every asking counts once."""
TABLES: Final = (*ASKINGS, REFERRALS)


def rows_of(connection: Connection, model: _Asked | _Published, columns: tuple[str, ...], period: str) -> Numbers:
    """Return the numbers of a period."""
    chosen = [getattr(model, column) for column in columns]
    rows = connection.execute(select(*chosen, col(model.count)).where(col(model.period) == period).order_by(*chosen))
    return {tuple(row[:-1]): row[-1] for row in rows}
