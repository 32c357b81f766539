"""Which referral counts are published.

Everybody who was referred to a country's only shelter had asked for a shelter there. So a referral count must not
reveal more about requests than the published table of places does.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select
from sqlmodel import col

from directory.domain.search_types import Need
from directory.domain.usage import IN_DANGER, Cell, Outcome
from directory.models import SearchEntry
from directory.statistics.k_anonymity import K, round_down
from directory.statistics.tables import Counts

_WORLDWIDE: Final = "*"
_BATCH_SIZE: Final = 500


@dataclass(slots=True)
class ServiceScope:
    """The requests that can lead to a service: needs, and countries (`*` for all)."""

    needs: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)

    def covers(self, cell: Cell) -> bool:
        """Return whether the service was certainly among the answers to the requests in a cell of places."""
        country, _, need, outcome = cell
        requested_need = Need.HUMAN.value if need == IN_DANGER else need
        serves_country = country in self.countries or _WORLDWIDE in self.countries
        return serves_country and requested_need in self.needs and outcome != Outcome.NOTHING_SUITABLE


def service_scopes(connection: Connection, services: Iterable[str]) -> dict[str, ServiceScope]:
    """Return the scopes of services according to the search index; a service that is not indexed has none."""
    scopes: dict[str, ServiceScope] = defaultdict(ServiceScope)
    ids = list(services)
    country: ColumnElement[str] = func.substr(col(SearchEntry.scope), 1, 2)
    for start in range(0, len(ids), _BATCH_SIZE):
        batch = col(SearchEntry.service_id).in_(ids[start : start + _BATCH_SIZE])
        query = select(col(SearchEntry.service_id), col(SearchEntry.need), country).where(batch).distinct()
        for service, need, code in connection.execute(query):
            scopes[service].needs.add(need)
            scopes[service].countries.add(_WORLDWIDE if code.startswith(_WORLDWIDE) else code)
    return dict(scopes)


def cap_referrals(referrals: Counts, scopes: Mapping[str, ServiceScope], places: Counts) -> dict[Cell, int]:
    """Return referral counts: rounded down, and no higher than the published counts of places that lead there."""
    published: dict[Cell, int] = {}
    for (service,), count in round_down(referrals).items():
        scope = scopes.get(service, ServiceScope())
        limit = sum(requests for cell, requests in places.items() if scope.covers(cell))
        if min(count, limit) >= K:
            published[service,] = min(count, limit)
    return published
