"""Read the names of services, of who offers them, of their places and needs, from the public tables only."""

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

Given = dict[str, Any]
"""Which services: {"ids": [...]}, or {"after": id, "upto": id} for all between, the first one not counted."""


class Names(NamedTuple):
    """What a service is called, and what stands beside it: places and needs."""

    called: list[str]
    beside: list[str]


def names_of(connection: Connection, given: Given) -> dict[str, Names]:
    """Return the names of those services, active or not, as they stand in the tables."""
    asked = _SOME if "ids" in given else _BETWEEN
    rows: Any = connection.execute(asked.core, given).all()
    found = {service: Names([name for name in called if name], []) for service, *called in rows}
    for service, name in _rows(connection, asked.called, given):
        found[service].called.append(name)
    for service, name in _rows(connection, asked.beside, given):
        found[service].beside.append(name)
    for service, code in _rows(connection, (asked.need,), given):
        found[service].beside.append(code.replace("_", " "))
    for service, country, region in _rows(connection, (asked.coverage,), given):
        found[service].beside.extend(_place(country, region))
    return found


def _rows(connection: Connection, questions: tuple[Executable, ...], given: Given) -> Iterator[Any]:
    for question in questions:
        for row in connection.execute(question, given).all():
            if row[1]:
                yield row


@cache
def _place(country: str, region: str | None) -> tuple[str, ...]:
    """Return the English names of a country and a region; nothing for codes that ISO does not have."""
    state = pycountry.countries.get(alpha_2=country)
    part = pycountry.subdivisions.get(code=region) if region else None
    return tuple(_short(known) for known in (part, state) if known)


def _short(known: Any) -> str:
    return str(getattr(known, "common_name", None) or known.name).partition(",")[0]


@dataclass(frozen=True, slots=True)
class _Questions:
    """The statements, each of which gives a service first."""

    core: Executable
    called: tuple[Executable, ...]
    beside: tuple[Executable, ...]
    need: Executable
    coverage: Executable


def _questions(chosen: Callable[[Any], ColumnElement[bool]]) -> _Questions:
    """Return the statements for services whose id column fulfils a condition."""
    service, linked = col(Service.id), col(ServiceAtLocation.service_id)
    named = col(Translation.field).in_(("name", "alternate_name"))
    return _Questions(
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
        .where(chosen(service)),
        called=(
            select(service, col(Translation.text))
            .join(Translation, col(Translation.entity_id) == service)
            .where(chosen(service), named),
            select(service, col(Translation.text))
            .join(Translation, col(Translation.entity_id) == col(Service.organization_id))
            .where(chosen(service), named),
        ),
        beside=(
            _of(ServiceArea, col(ServiceArea.name), chosen),
            select(linked, col(Location.name))
            .join(Location, col(Location.id) == col(ServiceAtLocation.location_id))
            .where(chosen(linked)),
            select(linked, col(Address.city))
            .join(Address, col(Address.location_id) == col(ServiceAtLocation.location_id))
            .where(chosen(linked)),
        ),
        need=select(col(Attribute.link_id), col(TaxonomyTerm.code))
        .join(TaxonomyTerm, col(TaxonomyTerm.id) == col(Attribute.taxonomy_term_id))
        .where(
            chosen(col(Attribute.link_id)),
            col(Attribute.link_entity) == "service",
            col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY,
        ),
        coverage=select(col(Coverage.service_id), col(Coverage.country), col(Coverage.region)).where(
            chosen(col(Coverage.service_id))
        ),
    )


def _of(table: Any, name: Any, chosen: Callable[[Any], ColumnElement[bool]]) -> Executable:
    return select(table.service_id, name).where(chosen(table.service_id))


_SOME: Final = _questions(lambda column: column.in_(bindparam("ids", expanding=True)))
_BETWEEN: Final = _questions(lambda column: and_(column > bindparam("after"), column <= bindparam("upto")))
