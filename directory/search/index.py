"""Keep `search_entry` consistent with the tables it is computed from.

The danger is a service that was changed and is still found by its old data, or not found at all. Code that writes a
service must call `index_services` in the same transaction.

The columns of an entry:

- `scope`: "TH-50" a region, "TH" a whole country, "TH*" some part of a country, "*" anywhere,
  "TH@<cell>" a cell of the map, "AE/PH" (or "*/PH") a state's service for its people there (or anywhere);
- `language`: one that is spoken there, or "" for everyone, whatever they speak;
- `reach`: 0 if a phone, SMS or chat works from that scope, else 1;
- `rank`: 1000 for police-linked (unless the need is to report a crime) + 500 for not recently verified + 10 for each
  penalty (languages not known 1, only others 2; not made for trafficked people 1) + 3 for the latter again, as a
  tie-break + 0 to 2 for doubt in the source;
- `open_to`, `focus`: the masks of `directory.domain.audiences`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, TextClause, bindparam, delete, func, insert, select, text
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
from directory.search.geography import cell_at, cells_within
from directory.taxonomy import NEEDS_TAXONOMY

POLICE_LINKED, UNVERIFIED, STEP = 1000, 500, 10
_SQL: Final = (Path(__file__).parent / "index.sql").read_text(encoding="utf-8")
_REBUILD_FROM: Final = 10_000
_BATCH_SIZE: Final = 500
"""Ids per statement; SQLite accepts 32,766 parameters, but planners do better with fewer."""

_PRIMARY_KEY: Final = "PRIMARY KEY (need, scope, language, reach, rank, service_id)"
_FOREIGN_KEY: Final = "FOREIGN KEY (service_id) REFERENCES service (id)"
_BY_SERVICE: Final = "CREATE INDEX ix_search_entry_service_id ON search_entry (service_id)"
# Sorting ten million rows in the 4 MB of a default server would need many passes over the disk. About ten steps of
# the statement take as much each. JIT compilation takes longer than it saves.
_POSTGRESQL_SETTINGS: Final = ("work_mem = '64MB'", "maintenance_work_mem = '256MB'", "jit = off")
# In KB, as the minus sign tells SQLite.
_CACHE_SIZE: Final = -262_144


def index_services(connection: Connection, services: Iterable[str] | None, stale_after: timedelta) -> None:
    """Recompute the entries of `services` (ids); None recomputes all.

    Unknown and inactive services end up without entries. Runs in the caller's transaction.
    """
    changed = None if services is None else list(dict.fromkeys(services))
    index_text(connection, changed)
    if changed is None or _should_rebuild(connection, changed):
        _compute_entries(connection, None, stale_after)
        return
    for first in range(0, len(changed), _BATCH_SIZE):
        _compute_entries(connection, changed[first : first + _BATCH_SIZE], stale_after)


def is_indexed(connection: Connection) -> bool:
    """Return whether every service is indexed; in a database from before the index existed none is."""
    services, known = (select(func.count()).select_from(table) for table in (Service, ServiceText))
    return connection.scalar(services) == connection.scalar(known)


def _should_rebuild(connection: Connection, changed: Sequence[str]) -> bool:
    """Return whether so much changed, as in a first import, that recomputing everything is faster."""
    if len(changed) < _REBUILD_FROM:
        return False
    services = connection.execute(select(func.count()).select_from(Service)).scalar_one()
    return 2 * len(changed) > services


def stale_services(connection: Connection, stale_after: timedelta) -> list[str]:
    """Return the services whose verification has expired since their entries were computed."""
    fresh = col(SearchEntry.rank) % POLICE_LINKED < UNVERIFIED
    old = (
        select(col(Assurance.service_id))
        .join(SearchEntry, col(SearchEntry.service_id) == col(Assurance.service_id))
        .where(col(Assurance.verified_at) < _cutoff(stale_after), fresh)
        .distinct()
    )
    return list(connection.scalars(old))


def _cutoff(stale_after: timedelta) -> datetime:
    """Return the time since which a verification counts."""
    return datetime.now(UTC) - stale_after


def _compute_entries(connection: Connection, ids: Sequence[str] | None, stale_after: timedelta) -> None:
    params: dict[str, Any] = {"needs": NEEDS_TAXONOMY, "cutoff": _cutoff(stale_after)}
    old = delete(NearCell)
    if ids is None:
        connection.execute(old)
        _insert_cells(connection, None)
        with _rebuilt_table(connection):
            connection.execute(_insert_stmt(only_ids=False), params)
    else:
        connection.execute(old.where(col(NearCell.service_id).in_(ids)))
        connection.execute(delete(SearchEntry).where(col(SearchEntry.service_id).in_(ids)))
        _insert_cells(connection, ids)
        connection.execute(_insert_stmt(only_ids=True), params | {"ids": list(ids)})


def _insert_cells(connection: Connection, ids: Sequence[str] | None) -> None:
    cells = list(_near_cells(connection, ids))
    if cells:
        connection.execute(insert(NearCell), cells)


def _insert_stmt(*, only_ids: bool) -> TextClause:
    """Return the statement for all services, or for those in `ids`."""
    parameters = [bindparam("cutoff", type_=UTCDateTime())]
    if only_ids:
        parameters.append(bindparam("ids", expanding=True))
    return text(_SQL.replace("{only}", "AND service.id IN :ids" if only_ids else "")).bindparams(*parameters)


def _near_cells(connection: Connection, ids: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    """Yield the map cells of services with a known location or a circular service area."""
    locations = (
        select(col(ServiceAtLocation.service_id), col(Location.latitude), col(Location.longitude))
        .join(Location, col(Location.id) == col(ServiceAtLocation.location_id))
        .where(col(Location.latitude).is_not(None), col(Location.longitude).is_not(None))
    )
    circle = col(Coverage.radius_metres)
    circles_served = select(col(Coverage.service_id), col(Coverage.latitude), col(Coverage.longitude), circle).where(
        circle.is_not(None), col(Coverage.latitude).is_not(None), col(Coverage.longitude).is_not(None)
    )
    if ids is not None:
        locations = locations.where(col(ServiceAtLocation.service_id).in_(ids))
        circles_served = circles_served.where(col(Coverage.service_id).in_(ids))
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    points: Any = connection.execute(locations)
    for service, latitude, longitude in points:
        _add_cell(cells, cell_at(latitude, longitude), (service, latitude, longitude, None))
    circles: Any = connection.execute(circles_served)
    for service, latitude, longitude, radius in circles:
        for cell in cells_within(latitude, longitude, radius):
            _add_cell(cells, cell, (service, latitude, longitude, radius))
    yield from cells.values()


def _add_cell(
    cells: dict[tuple[str, str], dict[str, Any]], cell: str, values: tuple[str, float, float, float | None]
) -> None:
    """Keep one point for each service and cell: a location rather than a circle."""
    service, latitude, longitude, radius = values
    row = {"service_id": service, "cell": cell, "latitude": latitude, "longitude": longitude, "radius_metres": radius}
    cells.setdefault((service, cell), row)


@contextmanager
def _rebuilt_table(connection: Connection) -> Iterator[None]:
    """Empty `search_entry` and drop its index, on PostgreSQL also its keys, while the block fills it.

    That is many times faster than row by row. The danger is on PostgreSQL: searches wait until the caller's
    transaction ends. A restore does this, and an import that changes most of a large directory.
    """
    steps = _on_postgresql if connection.dialect.name == "postgresql" else _on_sqlite
    with steps(connection):
        yield


@contextmanager
def _on_postgresql(connection: Connection) -> Iterator[None]:
    for setting in _POSTGRESQL_SETTINGS:
        connection.exec_driver_sql(f"SET LOCAL {setting}")
    for step in (
        "TRUNCATE search_entry",
        "DROP INDEX ix_search_entry_service_id",
        "ALTER TABLE search_entry DROP CONSTRAINT fk_search_entry_service_id_service",
        "ALTER TABLE search_entry DROP CONSTRAINT pk_search_entry",
    ):
        connection.exec_driver_sql(step)
    yield
    for step in (
        f"ALTER TABLE search_entry ADD CONSTRAINT pk_search_entry {_PRIMARY_KEY}",
        _BY_SERVICE,
        f"ALTER TABLE search_entry ADD CONSTRAINT fk_search_entry_service_id_service {_FOREIGN_KEY}",
    ):
        connection.exec_driver_sql(step)


@contextmanager
def _on_sqlite(connection: Connection) -> Iterator[None]:
    pages: int = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = {_CACHE_SIZE}")
    connection.exec_driver_sql("DROP INDEX ix_search_entry_service_id")
    # The entries are computed from public data, so they need not be erased from the file.
    connection.exec_driver_sql("PRAGMA secure_delete = OFF")
    try:
        connection.exec_driver_sql("DELETE FROM search_entry")
    finally:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {pages}")
    connection.exec_driver_sql(_BY_SERVICE)
