"""Keep `search_entry` in step with the tables it is computed from.

The danger is a service that was changed and is still found by its old data, or by none. Whoever
writes a service calls `index_services` in the same transaction.

What stands in an entry:

- `scope`: "TH-50" a region, "TH" a whole country, "TH*" some part of a country, "*" anywhere,
  "TH@<cell>" a cell of the map, "AE/PH" (or "*/PH") a state's service for its people there (or anywhere);
- `language`: one that is spoken there, or "" for everybody, whatever they speak;
- `reach`: 0 where a phone, SMS or chat works from that scope, else 1;
- `rank`: 1000 for police-linked (unless a crime is to be reported) + 500 for not freshly verified + 10 for each
  step away (languages not known 1, others only 2; not made for trafficked people 1) + 3 for the latter again, which
  decides between equals + 0 to 2 for doubt in the source;
- `open_to`, `focus`: the masks of `audiences.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    Connection,
    TextClause,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from directory.models import (
    Assurance,
    Coverage,
    Location,
    NearCell,
    SearchEntry,
    Service,
    ServiceAtLocation,
    ServiceText,
)
from directory.search.free_text import index_text
from directory.search.geography import cell_of, cells_within
from directory.search.index_rebuild import emptied
from directory.taxonomy import NEEDS_TAXONOMY

POLICE_LINKED, UNASSURED, STEP = 1000, 500, 10
_SQL: Final = (Path(__file__).parent / "index.sql").read_text(encoding="utf-8")
_MANY: Final = 10_000
_AT_ONCE: Final = 500
"""How many ids stand in one statement; SQLite takes 32,766 parameters, planners like fewer."""


def index_services(connection: Connection, services: Iterable[str] | None, stale_after: timedelta) -> None:
    """Compute the entries of `services` (ids) anew, of all services for None.

    An id that is no service, or one that is no longer active, ends without entries.
    Runs in the caller's transaction.
    """
    changed = None if services is None else list(dict.fromkeys(services))
    index_text(connection, changed)
    if changed is None or _are_most(connection, changed):
        _index(connection, None, stale_after)
        return
    for first in range(0, len(changed), _AT_ONCE):
        _index(connection, changed[first : first + _AT_ONCE], stale_after)


def is_indexed(connection: Connection) -> bool:
    """Tell whether search knows every service; in a database from before there was an index it knows none."""
    services, known = (select(func.count()).select_from(table) for table in (Service, ServiceText))
    return connection.scalar(services) == connection.scalar(known)


def _are_most(connection: Connection, changed: Sequence[str]) -> bool:
    """Tell whether so much changed, as by a first import, that computing everything anew is quicker."""
    if len(changed) < _MANY:
        return False
    services = connection.execute(select(func.count()).select_from(Service)).scalar_one()
    return 2 * len(changed) > services


def stale_services(connection: Connection, stale_after: timedelta) -> list[str]:
    """Return the services whose verification has become too old since their entries were computed."""
    fresh = col(SearchEntry.rank) % POLICE_LINKED < UNASSURED
    old = (
        select(col(Assurance.service_id))
        .join(SearchEntry, col(SearchEntry.service_id) == col(Assurance.service_id))
        .where(col(Assurance.verified_at) < _cutoff(stale_after), fresh)
        .distinct()
    )
    return list(connection.scalars(old))


def _cutoff(stale_after: timedelta) -> datetime:
    """Return since when a verification counts."""
    return datetime.now(UTC) - stale_after


def _index(connection: Connection, ids: Sequence[str] | None, stale_after: timedelta) -> None:
    given: dict[str, Any] = {"needs": NEEDS_TAXONOMY, "cutoff": _cutoff(stale_after)}
    old = delete(NearCell)
    if ids is None:
        connection.execute(old)
        _put_cells(connection, None)
        with emptied(connection):
            connection.execute(_statement(some=False), given)
    else:
        connection.execute(old.where(col(NearCell.service_id).in_(ids)))
        connection.execute(delete(SearchEntry).where(col(SearchEntry.service_id).in_(ids)))
        _put_cells(connection, ids)
        connection.execute(_statement(some=True), given | {"ids": list(ids)})


def _put_cells(connection: Connection, ids: Sequence[str] | None) -> None:
    cells = list(_cells(connection, ids))
    if cells:
        connection.execute(insert(NearCell), cells)


def _statement(*, some: bool) -> TextClause:
    """Return the statement for all services, or for those of `ids`."""
    parameters = [bindparam("cutoff", type_=UTCDateTime())]
    if some:
        parameters.append(bindparam("ids", expanding=True))
    return text(_SQL.replace("{only}", "AND service.id IN :ids" if some else "")).bindparams(*parameters)


def _cells(connection: Connection, ids: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    """Yield the cells of services that stand at a known point or serve a circle."""
    stands = (
        select(col(ServiceAtLocation.service_id), col(Location.latitude), col(Location.longitude))
        .join(Location, col(Location.id) == col(ServiceAtLocation.location_id))
        .where(col(Location.latitude).is_not(None), col(Location.longitude).is_not(None))
    )
    circle = col(Coverage.radius_metres)
    serves = select(col(Coverage.service_id), col(Coverage.latitude), col(Coverage.longitude), circle).where(
        circle.is_not(None), col(Coverage.latitude).is_not(None), col(Coverage.longitude).is_not(None)
    )
    if ids is not None:
        stands = stands.where(col(ServiceAtLocation.service_id).in_(ids))
        serves = serves.where(col(Coverage.service_id).in_(ids))
    found: dict[tuple[str, str], dict[str, Any]] = {}
    points: Any = connection.execute(stands)
    for service, latitude, longitude in points:
        _put(found, cell_of(latitude, longitude), (service, latitude, longitude, None))
    circles: Any = connection.execute(serves)
    for service, latitude, longitude, radius in circles:
        for cell in cells_within(latitude, longitude, radius):
            _put(found, cell, (service, latitude, longitude, radius))
    yield from found.values()


def _put(
    found: dict[tuple[str, str], dict[str, Any]], cell: str, values: tuple[str, float, float, float | None]
) -> None:
    """Keep one point for each service and cell: a place where it stands rather than a circle it serves."""
    service, latitude, longitude, radius = values
    row = {"service_id": service, "cell": cell, "latitude": latitude, "longitude": longitude, "radius_metres": radius}
    found.setdefault((service, cell), row)
