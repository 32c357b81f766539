"""Services that come into question, in the order in which a person should hear of them.

`search_entry` holds them in an order that fits everybody. What depends on the person (language, open
now, distance, who they are) is weighed within blocks, so that a search costs the same among ten services as
among a million, and the order never depends on how many are wanted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from directory.domain.audiences import strangeness
from directory.domain.search_types import Rung
from directory.models import NearCell
from directory.search.geography import cells_around, metres_between
from directory.search.index import POLICE_LINKED, STEP, UNASSURED
from directory.search.opening_times import Hours, hours_of
from directory.search.postings import Entry, Shelf, Shelves
from directory.search.query import Asked

_WORTH_ORDERING: Final = 2
_LOOKED_AT: Final = 24
"""Of how many services in a block the opening hours are looked up: more than anybody pages through."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service that answers, how near it is, whether it can be reached at once and is open to the person."""

    service_id: str
    rung: Rung
    reachable: bool
    fits: bool
    speaks: bool
    rank: int
    strange: int
    verified_at: datetime | None
    distance: float | None = None
    closed: bool = False


class Candidates:
    """The candidates of one search."""

    def __init__(self, connection: Connection, asked: Asked, shelves: Shelves) -> None:
        """Take the shelves that hold them."""
        self._connection, self._asked, self._shelves = connection, asked, shelves

    def on(self, shelf: Shelf) -> Iterator[Candidate]:
        """Yield the services of a shelf, each once; reads only as far as they are taken."""
        seen: set[str] = set()
        for block in self._shelves.blocks(shelf):
            fresh: dict[str, Candidate] = {}
            for entry in block:
                if entry.service_id not in seen:
                    fresh.setdefault(entry.service_id, self._candidate(entry, shelf))
            seen.update(fresh)
            yield from self._ordered(list(fresh.values()), shelf)

    def _candidate(self, entry: Entry, shelf: Shelf) -> Candidate:
        strange = strangeness(entry.open_to, entry.focus, self._asked.person)
        return Candidate(
            entry.service_id,
            shelf.scope.rung,
            shelf.reachable,
            shelf.fits,
            entry.speaks,
            entry.rank,
            strange,
            entry.verified_at,
        )

    def _ordered(self, block: list[Candidate], shelf: Shelf) -> list[Candidate]:
        """Return a block in its final order: by what is known beforehand, the first ones by who is open now too."""
        if shelf.scope.rung is Rung.NEAR:
            block = self._with_distance(block)
        block = sorted(block, key=self._worth)
        if len(block) < _WORTH_ORDERING:
            return block
        first, rest = block[:_LOOKED_AT], block[_LOOKED_AT:]
        return [*sorted(self._with_hours(first), key=self._worth), *rest]

    def _worth(self, one: Candidate) -> tuple[Any, ...]:
        """Return what orders candidates: independent, freshly verified, few steps away, near, well sourced.

        A step is a language that is not spoken (two) or not known (one), being closed now, being made for
        others, not being made for trafficked people.
        """
        fresh = one.verified_at is not None and one.verified_at >= self._asked.fresh_since
        steps = one.rank % UNASSURED // STEP + one.strange + one.closed
        return (one.rank // POLICE_LINKED, not fresh, steps, one.distance or 0, one.rank % STEP, one.service_id)

    def _with_hours(self, block: list[Candidate]) -> Iterable[Candidate]:
        hours = hours_of(self._connection, [one.service_id for one in block])
        for one in block:
            closed = hours.get(one.service_id, Hours()).open_at(self._asked.now) is False
            yield replace(one, closed=closed)

    def _with_distance(self, block: list[Candidate]) -> list[Candidate]:
        """Give candidates near a point their distance in metres; drop those whose circle does not hold the point."""
        point = self._asked.place.point if self._asked.place else None
        if not block or point is None:
            return block
        given = {"ids": [one.service_id for one in block], "cells": cells_around(*point)}
        rows: Any = self._connection.execute(_POINTS, given)
        metres = {
            service: distance
            for service, latitude, longitude, radius in rows
            if (distance := metres_between(*point, latitude, longitude)) <= (radius or distance)
        }
        return [replace(one, distance=metres[one.service_id]) for one in block if one.service_id in metres]


_POINTS: Final = select(
    col(NearCell.service_id), col(NearCell.latitude), col(NearCell.longitude), col(NearCell.radius_metres)
).where(
    col(NearCell.service_id).in_(bindparam("ids", expanding=True)),
    col(NearCell.cell).in_(bindparam("cells", expanding=True)),
)
