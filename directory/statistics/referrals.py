"""What may be shown of how often people were sent to a service.

Whoever was sent to the only shelter of a country asked for a bed there: so the number must not say more of those who
asked than the tables of places do.
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
from directory.statistics.k_anonymity import K, floored
from directory.statistics.tables import Numbers

_ANYWHERE: Final = "*"
_AT_ONCE: Final = 500


@dataclass(slots=True)
class Home:
    """What is known of who can be sent to a service: their needs, and their countries (`*` for all)."""

    needs: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)

    def takes(self, cell: Cell) -> bool:
        """Tell whether the service was surely among the answers that a cell of places counts."""
        country, _, need, outcome = cell
        asked = Need.HUMAN.value if need == IN_DANGER else need
        there = country in self.countries or _ANYWHERE in self.countries
        return there and asked in self.needs and outcome != Outcome.NOTHING_SUITABLE


def homes_of(connection: Connection, services: Iterable[str]) -> dict[str, Home]:
    """Return whom each service may be for, as search knows it; one that is in no search has none."""
    homes: dict[str, Home] = defaultdict(Home)
    named = list(services)
    country: ColumnElement[str] = func.substr(col(SearchEntry.scope), 1, 2)
    for start in range(0, len(named), _AT_ONCE):
        among = col(SearchEntry.service_id).in_(named[start : start + _AT_ONCE])
        chosen = select(col(SearchEntry.service_id), col(SearchEntry.need), country).where(among).distinct()
        for service, need, scope in connection.execute(chosen):
            homes[service].needs.add(need)
            homes[service].countries.add(_ANYWHERE if scope.startswith(_ANYWHERE) else scope)
    return dict(homes)


def capped(sent: Numbers, homes: Mapping[str, Home], places: Numbers) -> dict[Cell, int]:
    """Return how often people were sent to each service: in tens, and no oftener than shown places have asked."""
    shown: dict[Cell, int] = {}
    for (service,), count in floored(sent).items():
        home = homes.get(service, Home())
        most = sum(asked for cell, asked in places.items() if home.takes(cell))
        if min(count, most) >= K:
            shown[service,] = min(count, most)
    return shown
