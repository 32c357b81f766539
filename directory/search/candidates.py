"""Candidate services of a search, in the order in which a person should see them.

`search_entry` holds services in an order that fits everyone. What depends on the person (language, open now,
distance, audience) only reorders within blocks, so that a search costs the same among ten services as among a
million, and the order never depends on how many are requested.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from directory.domain.audiences import audience_mismatch
from directory.domain.search_types import Proximity
from directory.models import NearCell
from directory.search.geography import cells_around, metres_between
from directory.search.index import POLICE_LINKED, STEP, UNVERIFIED
from directory.search.opening_times import OpeningHours, load_opening_hours
from directory.search.postings import Posting, PostingList, Postings
from directory.search.query import SearchQuery

_HOURS_LOOKUPS: Final = 24
"""How many services of a block have their opening hours looked up: more than anyone pages through."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A matching service: how near it is, whether it is reachable at once, open to the person, speaks their language.

    `mismatch` is `audience_mismatch`, `distance` in metres.
    """

    service_id: str
    proximity: Proximity
    reachable: bool
    fits: bool
    speaks: bool
    rank: int
    mismatch: int
    verified_at: datetime | None
    distance: float | None = None
    is_closed: bool = False


class Candidates:
    """The candidates of one search."""

    def __init__(self, connection: Connection, query: SearchQuery, postings: Postings) -> None:
        """Read candidates from `postings`."""
        self._connection, self._query, self._postings = connection, query, postings

    def from_list(self, posting_list: PostingList) -> Iterator[Candidate]:
        """Yield the services of a posting list, each once; reads only as many blocks as are consumed."""
        seen: set[str] = set()
        for block in self._postings.blocks(posting_list):
            new: dict[str, Candidate] = {}
            for posting in block:
                if posting.service_id not in seen:
                    new.setdefault(posting.service_id, self._candidate(posting, posting_list))
            seen.update(new)
            yield from self._sorted(list(new.values()), posting_list)

    def _candidate(self, posting: Posting, posting_list: PostingList) -> Candidate:
        return Candidate(
            posting.service_id,
            posting_list.scope.proximity,
            posting_list.reachable,
            posting_list.fits,
            posting.speaks,
            posting.rank,
            audience_mismatch(posting.open_to, posting.focus, self._query.person),
            posting.verified_at,
        )

    def _sorted(self, block: list[Candidate], posting_list: PostingList) -> list[Candidate]:
        """Return a block in its final order; only the first candidates are also sorted by who is open now."""
        if posting_list.scope.proximity is Proximity.NEAR:
            block = self._with_distance(block)
        block = sorted(block, key=self._sort_key)
        if len(block) < 2:  # noqa: PLR2004 - nothing to sort
            return block
        first, rest = block[:_HOURS_LOOKUPS], block[_HOURS_LOOKUPS:]
        return [*sorted(self._with_hours(first), key=self._sort_key), *rest]

    def _sort_key(self, candidate: Candidate) -> tuple[Any, ...]:
        """Sort by: independent of the police, recently verified, few penalties, near, good source.

        Penalties: a language that is not spoken (2) or not known (1), closed now, made for others, not made for
        trafficked people.
        """
        verified_at, rank = candidate.verified_at, candidate.rank
        is_fresh = verified_at is not None and verified_at >= self._query.verified_since
        penalties = rank % UNVERIFIED // STEP + candidate.mismatch + candidate.is_closed
        distance = candidate.distance or 0
        return (rank // POLICE_LINKED, not is_fresh, penalties, distance, rank % STEP, candidate.service_id)

    def _with_hours(self, block: list[Candidate]) -> Iterable[Candidate]:
        hours = load_opening_hours(self._connection, [candidate.service_id for candidate in block])
        for candidate in block:
            is_open = hours.get(candidate.service_id, OpeningHours()).is_open_at(self._query.now)
            yield replace(candidate, is_closed=is_open is False)

    def _with_distance(self, block: list[Candidate]) -> list[Candidate]:
        """Return the candidates with their distance to the person; drop those whose circle does not contain them."""
        point = self._query.place.point if self._query.place else None
        if not block or point is None:
            return block
        params = {"ids": [candidate.service_id for candidate in block], "cells": cells_around(*point)}
        rows: Any = self._connection.execute(_POINTS, params)
        metres = {
            service: distance
            for service, latitude, longitude, radius in rows
            if (distance := metres_between(*point, latitude, longitude)) <= (radius or distance)
        }
        return [
            replace(candidate, distance=metres[candidate.service_id])
            for candidate in block
            if candidate.service_id in metres
        ]


_POINTS: Final = select(
    col(NearCell.service_id), col(NearCell.latitude), col(NearCell.longitude), col(NearCell.radius_metres)
).where(
    col(NearCell.service_id).in_(bindparam("ids", expanding=True)),
    col(NearCell.cell).in_(bindparam("cells", expanding=True)),
)
