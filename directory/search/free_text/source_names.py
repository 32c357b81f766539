"""Load the names of services and their organizations, places and needs, from the public tables only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

import pycountry
from sqlalchemy import ColumnElement, Connection, Executable, and_, bindparam, select
from sqlmodel import col

from directory.models import (
    Address,
    Attribute,
    Coverage,
    Location,
    Organization,
    Program,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    Translation,
)
from directory.taxonomy import NEEDS_TAXONOMY

Selection = dict[str, Any]
"""Selects services: {"ids": [...]}, or {"after": id, "upto": id} for a range, without the first id."""


class ServiceNames(NamedTuple):
    """The names of a service, and other texts: its places and needs."""

    names: list[str]
    others: list[str]


def load_names(connection: Connection, params: Selection) -> dict[str, ServiceNames]:
    """Return the names of the selected services, active or not."""
    stmts = _BY_IDS if "ids" in params else _BY_RANGE
    rows: Any = connection.execute(stmts.core, params).all()
    found = {service: ServiceNames([name for name in names if name], []) for service, *names in rows}
    for service, name in _fetch_rows(connection, stmts.names, params):
        found[service].names.append(name)
    for service, name in _fetch_rows(connection, stmts.others, params):
        found[service].others.append(name)
    for service, code in _fetch_rows(connection, (stmts.need,), params):
        found[service].others.append(code.replace("_", " "))
    for service, country, region in _fetch_rows(connection, (stmts.coverage,), params):
        found[service].others.extend(_place(country, region))
    return found


def _fetch_rows(connection: Connection, stmts: tuple[Executable, ...], params: Selection) -> Iterator[Any]:
    for stmt in stmts:
        for row in connection.execute(stmt, params).all():
            if row[1]:
                yield row


@cache
def _place(country: str, region: str | None) -> tuple[str, ...]:
    """Return the English names of a country and a region; nothing for unknown codes."""
    state = pycountry.countries.get(alpha_2=country)
    part = pycountry.subdivisions.get(code=region) if region else None
    return tuple(_short(known) for known in (part, state) if known)


def _short(known: Any) -> str:
    return str(getattr(known, "common_name", None) or known.name).partition(",")[0]


@dataclass(frozen=True, slots=True)
class _Statements:
    """The statements; the first column of each is the service."""

    core: Executable
    names: tuple[Executable, ...]
    others: tuple[Executable, ...]
    need: Executable
    coverage: Executable


def _statements(condition: Callable[[Any], ColumnElement[bool]]) -> _Statements:
    """Return the statements for services whose id meets a condition."""
    service, linked = col(Service.id), col(ServiceAtLocation.service_id)
    named = col(Translation.field).in_(("name", "alternate_name"))
    return _Statements(
        core=select(
            service,
            col(Service.name),
            col(Organization.name),
            col(Organization.alternate_name),
            col(Service.alternate_name),
            col(Program.name),
        )
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .outerjoin(Program, col(Program.id) == col(Service.program_id))
        .where(condition(service)),
        names=(
            select(service, col(Translation.text))
            .join(Translation, col(Translation.entity_id) == service)
            .where(condition(service), named),
            select(service, col(Translation.text))
            .join(Translation, col(Translation.entity_id) == col(Service.organization_id))
            .where(condition(service), named),
        ),
        others=(
            _select_name(ServiceArea, col(ServiceArea.name), condition),
            select(linked, col(Location.name))
            .join(Location, col(Location.id) == col(ServiceAtLocation.location_id))
            .where(condition(linked)),
            select(linked, col(Address.city))
            .join(Address, col(Address.location_id) == col(ServiceAtLocation.location_id))
            .where(condition(linked)),
        ),
        need=select(col(Attribute.link_id), col(TaxonomyTerm.code))
        .join(TaxonomyTerm, col(TaxonomyTerm.id) == col(Attribute.taxonomy_term_id))
        .where(
            condition(col(Attribute.link_id)),
            col(Attribute.link_entity) == "service",
            col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY,
        ),
        coverage=select(col(Coverage.service_id), col(Coverage.country), col(Coverage.region)).where(
            condition(col(Coverage.service_id))
        ),
    )


def _select_name(table: Any, name: Any, condition: Callable[[Any], ColumnElement[bool]]) -> Executable:
    return select(table.service_id, name).where(condition(table.service_id))


_BY_IDS: Final = _statements(lambda column: column.in_(bindparam("ids", expanding=True)))
_BY_RANGE: Final = _statements(lambda column: and_(column > bindparam("after"), column <= bindparam("upto")))
