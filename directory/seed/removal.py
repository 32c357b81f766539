"""Take services out of the tables: whole, or only what the starter directory fills anew.

The danger is twofold: a number that is out of date stays, or what staff added goes with it. So a
service that changed keeps its row and everything that the starter never writes (contacts, costs,
papers, what only partners and staff may read); one that left the starter goes with all that hangs on it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, delete, select, text, update
from sqlmodel import SQLModel, col

from directory.models import (
    PARTS,
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
    table_of,
)
from directory.search.free_text import forget_text
from directory.taxonomy import NEEDS_TAXONOMY

# Our tables that hang on rows of the standard's tables, by the column that names the row.
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
# What only partners and staff may read goes by name: the starter can remove it, and cannot read it.
_PROTECTED: Final = {
    "location": ("partner_address", "staff_address"),
    "service": ("partner_contact", "staff_contact"),
}
_REFILLED: Final = frozenset({"phone", "schedule", "service_area", "language"})
_AT_ONCE: Final = 500


def clear_services(connection: Connection, services: Sequence[str]) -> None:
    """Remove what the starter writes about services, but not their own rows, owners and places."""
    for ids in _batches(services):
        for part in PARTS["service"]:
            if part.table in _REFILLED:
                _remove(connection, part.table, _linked(connection, part.table, part.link, ids))
        _remove(connection, "attribute", _needs(connection, ids))
        _remove_ours(connection, "service", ids)


def remove_services(connection: Connection, services: Sequence[str]) -> None:
    """Remove services by id, and the organizations and places that then belong to nobody."""
    for ids in _batches(services):
        owners = set(connection.scalars(select(col(Service.organization_id)).where(col(Service.id).in_(ids))))
        places = _places(connection, col(ServiceAtLocation.service_id).in_(ids))
        forget_text(connection, list(ids))
        _remove(connection, "service", ids)
        gone = places - _places(connection, col(ServiceAtLocation.location_id).in_(places))
        _remove_protected(connection, "location", sorted(gone))
        used = set(
            connection.scalars(select(col(Service.organization_id)).where(col(Service.organization_id).in_(owners)))
        )
        orphans = sorted(owners - used)
        _let_go(connection, orphans)
        _remove(connection, "organization", orphans)


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut ids into what one statement may hold."""
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _let_go(connection: Connection, organizations: Sequence[str]) -> None:
    """Free what others still use: branches of an organization, and places where others work."""
    parent, owner = col(Organization.parent_organization_id), col(Location.organization_id)
    connection.execute(update(Organization).where(parent.in_(organizations)).values(parent_organization_id=None))
    used = select(col(ServiceAtLocation.location_id))
    shared = owner.in_(organizations), col(Location.id).in_(used)
    connection.execute(update(Location).where(*shared).values(organization_id=None))


def _remove(connection: Connection, name: str, ids: Sequence[str]) -> None:
    """Remove rows of a table of the standard, what hangs on them first."""
    for some in _batches(ids):
        for part in PARTS[name]:
            _remove(connection, part.table, _linked(connection, part.table, part.link, some))
        _remove_ours(connection, name, some)
        _remove_protected(connection, name, some)
        table = table_of(name)
        _delete(connection, table, "id", some)


def _linked(connection: Connection, name: str, link: str, ids: Sequence[str]) -> list[str]:
    table = table_of(name)
    return list(connection.scalars(select(table.c.id).where(table.c[link].in_(ids))))


def _needs(connection: Connection, ids: Sequence[str]) -> list[str]:
    ours = select(col(TaxonomyTerm.id)).where(col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY)
    hanging = col(Attribute.link_id).in_(ids), col(Attribute.taxonomy_term_id).in_(ours)
    return list(connection.scalars(select(col(Attribute.id)).where(*hanging)))


def _remove_ours(connection: Connection, name: str, ids: Sequence[str]) -> None:
    for table, column in (*_OURS.get(name, ()), *_OF_ANYTHING):
        _delete(connection, table, column, ids)


def _remove_protected(connection: Connection, name: str, ids: Sequence[str]) -> None:
    for table in _PROTECTED.get(name, ()) if ids else ():
        gone = text(f"DELETE FROM {table} WHERE {name}_id IN :ids")  # noqa: S608 - our names
        connection.execute(gone.bindparams(bindparam("ids", expanding=True)), {"ids": list(ids)})


def _places(connection: Connection, where: Any) -> set[str]:
    return set(connection.scalars(select(col(ServiceAtLocation.location_id)).where(where)))


def _delete(connection: Connection, table: type[SQLModel] | Table, column: str, ids: Sequence[str]) -> None:
    where: Any = table.c[column] if isinstance(table, Table) else getattr(table, column)
    connection.execute(delete(table).where(where.in_(ids)))
