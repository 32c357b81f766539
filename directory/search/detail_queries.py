"""The statements that read what hangs on the services of one page; each takes `ids`."""

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


class _Among(FunctionElement[bool]):
    # Without a type: SQLAlchemy would write a truth value on SQLite as "... = 1", which no index answers.
    name = "among"
    inherit_cache = True


_IDS: Final = bindparam("ids", type_=_Ids())


def among_ids(column: Any) -> ColumnElement[bool]:
    """Return the condition that a column holds one of the ids that the statement is given as `ids`."""
    return _Among(column, _IDS)


@compiles(_Among, "sqlite")
def _sqlite(element: _Among, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - the names of our own columns


@compiles(_Among, "postgresql")
def _postgresql(element: _Among, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY ({ids})"


CORE: Executable = (
    select(
        col(Service.id),
        col(Service.name),
        col(Service.description),
        col(Service.email),
        col(Service.url),
        col(Service.interpretation_services).label("interpretation"),
        col(Organization.name).label("organization"),
        col(Organization.alternate_name).label("organization_local"),
        func.coalesce(col(Conduct.police_linked), false()).label("police_linked"),
        func.coalesce(col(Conduct.consular), false()).label("consular"),
        func.coalesce(col(Conduct.trafficking_specific), false()).label("trafficking_specific"),
        col(Conduct.mandatory_reporting),
        col(Assurance.verified_at),
        func.coalesce(col(Provenance.confidence), literal("low")).label("confidence"),
        func.coalesce(col(Provenance.source_url), literal("")).label("source_url"),
        col(Provenance.source_date),
    )
    .join(Organization, col(Organization.id) == col(Service.organization_id))
    .join(Conduct, col(Conduct.service_id) == col(Service.id))
    .outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
    .outerjoin(Provenance, col(Provenance.entity_id) == col(Service.id))
    .where(among_ids(col(Service.id)))
)

CODES: Executable = union(
    select(literal("need").label("kind"), col(Attribute.link_id).label("service"), col(TaxonomyTerm.code).label("code"))
    .join(TaxonomyTerm, col(TaxonomyTerm.id) == col(Attribute.taxonomy_term_id))
    .where(among_ids(col(Attribute.link_id)), col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY),
    select(literal("audience"), col(Audience.service_id), col(Audience.code)).where(
        among_ids(col(Audience.service_id))
    ),
    select(literal("nationality"), col(Nationality.service_id), col(Nationality.country)).where(
        among_ids(col(Nationality.service_id))
    ),
    select(literal("language"), col(Language.service_id), col(Language.code)).where(
        among_ids(col(Language.service_id)), col(Language.code).is_not(None)
    ),
    select(literal("language"), col(Phone.service_id), col(Language.code))
    .join(Language, col(Language.phone_id) == col(Phone.id))
    .where(among_ids(col(Phone.service_id)), col(Language.code).is_not(None)),
).order_by("code")
"""Needs, audiences, nationalities and languages: a service's own and those of its phones."""

PLACES = (
    select(
        col(Coverage.service_id),
        col(Coverage.country),
        col(Coverage.region),
        col(Coverage.whole),
        col(ServiceArea.name),
    )
    .outerjoin(ServiceArea, col(ServiceArea.service_id) == col(Coverage.service_id))
    .where(among_ids(col(Coverage.service_id)))
    .order_by(col(Coverage.region).is_(None), col(Coverage.region))
)


def _phones(owner: Any, near: int, *joins: tuple[Any, Any]) -> Select[Any]:
    """Return phones by the service that `owner` names; `near` says how near to the service they stand.

    Only what works from where the person is; without a place, only what works from anywhere.
    """
    question = select(
        owner.label("service"),
        col(Phone.number),
        col(PhoneReach.international),
        col(PhoneReach.kind),
        col(Phone.description),
        col(PhoneReach.country).label("at_home"),
        literal(near).label("near"),
        col(PhoneReach.position),
        col(Phone.id),
    ).select_from(Phone)
    for target, on in ((PhoneReach, col(PhoneReach.phone_id) == col(Phone.id)), *joins):
        question = question.join(target, on)
    works = or_(col(PhoneReach.dialable_from_abroad), col(PhoneReach.country) == bindparam("country"))
    return question.where(among_ids(owner), works)


def _not_a_persons(question: Select[Any]) -> Select[Any]:
    """Leave out phones of a contact, and those that stand with the service itself already.

    Written so that no index on these columns answers it: most phones of a large directory would.
    """
    nobody = literal("")
    return question.where(
        func.coalesce(col(Phone.contact_id), nobody) == nobody, func.coalesce(col(Phone.service_id), nobody) == nobody
    )


_AT_PLACE: Final = col(Phone.service_at_location_id) == col(ServiceAtLocation.id)
_OF_PLACE: Final = col(Phone.location_id) == col(ServiceAtLocation.location_id)
# One question for each link: a database looks two links up in turn only if "or" does not join them.
_ALL_PHONES = union_all(
    _phones(col(Phone.service_id), 0),
    _not_a_persons(_phones(col(ServiceAtLocation.service_id), 1, (ServiceAtLocation, _AT_PLACE))),
    _not_a_persons(_phones(col(ServiceAtLocation.service_id), 1, (ServiceAtLocation, _OF_PLACE))),
    _not_a_persons(_phones(col(Service.id), 2, (Service, col(Service.organization_id) == col(Phone.organization_id)))),
).subquery()
PHONES = select(
    _ALL_PHONES.c.service,
    _ALL_PHONES.c.number,
    _ALL_PHONES.c.international,
    _ALL_PHONES.c.kind,
    _ALL_PHONES.c.description,
    _ALL_PHONES.c.at_home,
).order_by(_ALL_PHONES.c.near, _ALL_PHONES.c.position, _ALL_PHONES.c.id)
