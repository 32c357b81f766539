"""Delete services, or only what the seed directory writes about them.

There are two dangers: an outdated number stays, or data that staff added is lost. So a service that changed keeps its
row and everything that the seed never writes (contacts, costs, documents, protected data); a service that left the seed
is deleted with everything that depends on it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, delete, select, text, update
from sqlmodel import SQLModel, col

from directory.models import (
    CHILDREN,
    Assurance,
    Attribute,
    Audience,
    Conduct,
    Coverage,
    Location,
    Nationality,
    NearCell,
    Organization,
    PhoneReach,
    Provenance,
    ScheduleZone,
    SearchEntry,
    Service,
    ServiceAtLocation,
    StarterEntry,
    TaxonomyTerm,
    Translation,
    UnresolvedReference,
    hsds_table,
)
from directory.search.free_text import forget_text
from directory.taxonomy import NEEDS_TAXONOMY

# Our tables that depend on rows of the HSDS tables, by the column that names the row.
_OURS: Final[dict[str, tuple[tuple[type[SQLModel], str], ...]]] = {
    "phone": ((PhoneReach, "phone_id"),),
    "schedule": ((ScheduleZone, "schedule_id"),),
    "service": tuple(
        (table, "service_id")
        for table in (
            SearchEntry,
            NearCell,
            Audience,
            Nationality,
            Coverage,
            Assurance,
            Conduct,
            StarterEntry,
        )
    ),
}
_OF_ANYTHING: Final[tuple[tuple[type[SQLModel], str], ...]] = (
    (Translation, "entity_id"),
    (Provenance, "entity_id"),
    (UnresolvedReference, "row_id"),
)
# Protected tables are only named: the seed can delete their rows, and cannot read them.
_PROTECTED: Final = {
    "location": ("partner_address", "staff_address"),
    "service": ("partner_contact", "staff_contact"),
}
_RELOADED_PARTS: Final = frozenset({"phone", "schedule", "service_area", "language"})
_BATCH_SIZE: Final = 500


def clear_services(connection: Connection, services: Sequence[str]) -> None:
    """Delete what the seed writes about services, but not their own rows, owners and locations."""
    for ids in _batches(services):
        for part in CHILDREN["service"]:
            if part.table in _RELOADED_PARTS:
                _remove(connection, part.table, _linked(connection, part.table, part.link, ids))
        _remove(connection, "attribute", _needs(connection, ids))
        _remove_ours(connection, "service", ids)


def remove_services(connection: Connection, services: Sequence[str]) -> None:
    """Delete services by id, and the organizations and locations that nothing uses any more."""
    for ids in _batches(services):
        owners = set(connection.scalars(select(col(Service.organization_id)).where(col(Service.id).in_(ids))))
        places = _places(connection, col(ServiceAtLocation.service_id).in_(ids))
        forget_text(connection, list(ids))
        _remove(connection, "service", ids)
        unused = places - _places(connection, col(ServiceAtLocation.location_id).in_(places))
        _remove_protected(connection, "location", sorted(unused))
        used = set(
            connection.scalars(select(col(Service.organization_id)).where(col(Service.organization_id).in_(owners)))
        )
        orphans = sorted(owners - used)
        _detach(connection, orphans)
        _remove(connection, "organization", orphans)


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Split ids into batches that fit into one statement."""
    return (ids[start : start + _BATCH_SIZE] for start in range(0, len(ids), _BATCH_SIZE))


def _detach(connection: Connection, organizations: Sequence[str]) -> None:
    """Detach what others still use: branches of an organization, and locations of other services."""
    parent, owner = col(Organization.parent_organization_id), col(Location.organization_id)
    connection.execute(update(Organization).where(parent.in_(organizations)).values(parent_organization_id=None))
    used = select(col(ServiceAtLocation.location_id))
    shared = owner.in_(organizations), col(Location.id).in_(used)
    connection.execute(update(Location).where(*shared).values(organization_id=None))


def _remove(connection: Connection, name: str, ids: Sequence[str]) -> None:
    """Delete rows of an HSDS table, after everything that depends on them."""
    for batch in _batches(ids):
        for part in CHILDREN[name]:
            _remove(connection, part.table, _linked(connection, part.table, part.link, batch))
        _remove_ours(connection, name, batch)
        _remove_protected(connection, name, batch)
        table = hsds_table(name)
        _delete(connection, table, "id", batch)


def _linked(connection: Connection, name: str, link: str, ids: Sequence[str]) -> list[str]:
    table = hsds_table(name)
    return list(connection.scalars(select(table.c.id).where(table.c[link].in_(ids))))


def _needs(connection: Connection, ids: Sequence[str]) -> list[str]:
    ours = select(col(TaxonomyTerm.id)).where(col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY)
    condition = col(Attribute.link_id).in_(ids), col(Attribute.taxonomy_term_id).in_(ours)
    return list(connection.scalars(select(col(Attribute.id)).where(*condition)))


def _remove_ours(connection: Connection, name: str, ids: Sequence[str]) -> None:
    for table, column in (*_OURS.get(name, ()), *_OF_ANYTHING):
        _delete(connection, table, column, ids)


def _remove_protected(connection: Connection, name: str, ids: Sequence[str]) -> None:
    for table in _PROTECTED.get(name, ()) if ids else ():
        statement = text(f"DELETE FROM {table} WHERE {name}_id IN :ids")  # noqa: S608 - our names
        connection.execute(statement.bindparams(bindparam("ids", expanding=True)), {"ids": list(ids)})


def _places(connection: Connection, where: Any) -> set[str]:
    return set(connection.scalars(select(col(ServiceAtLocation.location_id)).where(where)))


def _delete(connection: Connection, table: type[SQLModel] | Table, column: str, ids: Sequence[str]) -> None:
    where: Any = table.c[column] if isinstance(table, Table) else getattr(table, column)
    connection.execute(delete(table).where(where.in_(ids)))
