"""The statements that read the details of the services of one page; each takes `ids`."""

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Executable,
    Select,
    String,
    TypeDecorator,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine
from sqlmodel import col

from directory.models import (
    Assurance,
    Attribute,
    Audience,
    Conduct,
    Coverage,
    Language,
    Nationality,
    Organization,
    Phone,
    PhoneReach,
    Provenance,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
)
from directory.taxonomy import NEEDS_TAXONOMY


class _Ids(TypeDecorator[Sequence[str]]):
    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(String()) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        ids = list(value or ())
        return ids if dialect.name == "postgresql" else json.dumps(ids)


class _IdFilter(FunctionElement[bool]):
    # Without a type: SQLAlchemy would write a boolean on SQLite as "... = 1", which cannot use an index.
    name = "among"
    inherit_cache = True


_IDS: Final = bindparam("ids", type_=_Ids())


def id_filter(column: Any) -> ColumnElement[bool]:
    """Return the condition that a column holds one of the ids in the parameter `ids`."""
    return _IdFilter(column, _IDS)


@compiles(_IdFilter, "sqlite")
def _compile_for_sqlite(element: _IdFilter, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - the names of our own columns


@compiles(_IdFilter, "postgresql")
def _compile_for_postgresql(element: _IdFilter, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY ({ids})"


SERVICES_STMT: Executable = (
    select(
        col(Service.id),
        col(Service.name),
        col(Service.description),
        col(Service.email),
        col(Service.url),
        col(Service.interpretation_services).label("interpretation"),
        col(Service.fees_description).label("fees"),
        col(Organization.name).label("organization"),
        col(Organization.alternate_name).label("organization_local"),
        func.coalesce(col(Conduct.police_linked), false()).label("police_linked"),
        func.coalesce(col(Conduct.consular), false()).label("consular"),
        func.coalesce(col(Conduct.trafficking_specific), false()).label("trafficking_specific"),
        col(Conduct.mandatory_reporting),
        col(Conduct.state_linked),
        col(Assurance.verified_at),
        func.coalesce(col(Provenance.confidence), literal("low")).label("confidence"),
        func.coalesce(col(Provenance.source_url), literal("")).label("source_url"),
        col(Provenance.source_date),
    )
    .join(Organization, col(Organization.id) == col(Service.organization_id))
    .join(Conduct, col(Conduct.service_id) == col(Service.id))
    .outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
    .outerjoin(Provenance, col(Provenance.entity_id) == col(Service.id))
    .where(id_filter(col(Service.id)))
)

CODES_STMT: Executable = union(
    select(literal("need").label("kind"), col(Attribute.link_id).label("service"), col(TaxonomyTerm.code).label("code"))
    .join(TaxonomyTerm, col(TaxonomyTerm.id) == col(Attribute.taxonomy_term_id))
    .where(id_filter(col(Attribute.link_id)), col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY),
    select(literal("audience"), col(Audience.service_id), col(Audience.code)).where(
        id_filter(col(Audience.service_id))
    ),
    select(literal("nationality"), col(Nationality.service_id), col(Nationality.country)).where(
        id_filter(col(Nationality.service_id))
    ),
    select(literal("language"), col(Language.service_id), col(Language.code)).where(
        id_filter(col(Language.service_id)), col(Language.code).is_not(None)
    ),
    select(literal("language"), col(Phone.service_id), col(Language.code))
    .join(Language, col(Language.phone_id) == col(Phone.id))
    .where(id_filter(col(Phone.service_id)), col(Language.code).is_not(None)),
).order_by("code")
"""Needs, audiences, nationalities and languages, of services and of their phones."""

PLACES_STMT = (
    select(
        col(Coverage.service_id),
        col(Coverage.country),
        col(Coverage.region),
        col(Coverage.whole),
        col(ServiceArea.name),
    )
    .outerjoin(ServiceArea, col(ServiceArea.service_id) == col(Coverage.service_id))
    .where(id_filter(col(Coverage.service_id)))
    .order_by(col(Coverage.region).is_(None), col(Coverage.region))
)


def _phones(owner: Any, distance: int, *joins: tuple[Any, Any]) -> Select[Any]:
    """Select phones by the service in the column `owner`; a smaller `distance` is closer to the service itself.

    Select only phones that work from where the person is; without a place, only those that work from anywhere.
    """
    stmt = select(
        owner.label("service"),
        col(Phone.number),
        col(PhoneReach.international),
        col(PhoneReach.kind),
        col(Phone.description),
        col(PhoneReach.country).label("home"),
        literal(distance).label("distance"),
        col(PhoneReach.position),
        col(Phone.id),
    ).select_from(Phone)
    for target, on in ((PhoneReach, col(PhoneReach.phone_id) == col(Phone.id)), *joins):
        stmt = stmt.join(target, on)
    works = or_(col(PhoneReach.dialable_from_abroad), col(PhoneReach.country) == bindparam("country"))
    return stmt.where(id_filter(owner), works)


def _without_contacts(stmt: Select[Any]) -> Select[Any]:
    """Exclude phones of a contact, and those that belong to a service itself.

    Written so that no index on these columns is used: most phones of a large directory match.
    """
    no_id = literal("")
    return stmt.where(
        func.coalesce(col(Phone.contact_id), no_id) == no_id, func.coalesce(col(Phone.service_id), no_id) == no_id
    )


_AT_SERVICE_LOCATION: Final = col(Phone.service_at_location_id) == col(ServiceAtLocation.id)
_AT_ORGANIZATION: Final = col(Service.organization_id) == col(Phone.organization_id)
_AT_LOCATION: Final = col(Phone.location_id) == col(ServiceAtLocation.location_id)
# One branch for each link: a database can use an index for each only if they are not joined by OR.
_ALL_PHONES = union_all(
    _phones(col(Phone.service_id), 0),
    _without_contacts(_phones(col(ServiceAtLocation.service_id), 1, (ServiceAtLocation, _AT_SERVICE_LOCATION))),
    _without_contacts(_phones(col(ServiceAtLocation.service_id), 1, (ServiceAtLocation, _AT_LOCATION))),
    _without_contacts(_phones(col(Service.id), 2, (Service, _AT_ORGANIZATION))),
).subquery()
PHONES_STMT = select(
    _ALL_PHONES.c.service,
    _ALL_PHONES.c.number,
    _ALL_PHONES.c.international,
    _ALL_PHONES.c.kind,
    _ALL_PHONES.c.description,
    _ALL_PHONES.c.home,
).order_by(_ALL_PHONES.c.distance, _ALL_PHONES.c.position, _ALL_PHONES.c.id)
