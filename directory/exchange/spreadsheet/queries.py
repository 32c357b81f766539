"""Queries that load services as rows of the sheet; each takes `ids` and returns the service id first."""

from sqlalchemy import BindParameter, Executable, and_, bindparam, func, select
from sqlmodel import col

from directory.models import (
    Address,
    Assurance,
    Attribute,
    Audience,
    Conduct,
    Coverage,
    Language,
    Location,
    Nationality,
    Organization,
    Phone,
    PhoneReach,
    Provenance,
    Schedule,
    ScheduleZone,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    Translation,
)
from directory.taxonomy import NEEDS_TAXONOMY

_IDS: BindParameter[str] = bindparam("ids", expanding=True)

CORE: Executable = (
    select(
        col(Service.id),
        col(Service.organization_id),
        col(Organization.name).label("organization"),
        col(Service.name),
        col(Service.description),
        col(Organization.alternate_name).label("local_name"),
        col(Translation.language).label("local_language"),
        col(Service.url).label("website"),
        col(Service.email),
        col(Service.interpretation_services).label("interpreters"),
        col(Service.fees_description).label("fees"),
        col(Service.application_process).label("notes_public"),
        col(Service.status),
        col(Conduct.police_linked),
        col(Conduct.consular),
        col(Conduct.trafficking_specific).label("for_trafficking"),
        col(Conduct.mandatory_reporting).label("must_report"),
        col(Assurance.verified_by),
        col(Assurance.verified_at),
        col(Assurance.method).label("verified_how"),
        col(Provenance.source_url).label("source"),
        col(Provenance.source_date),
    )
    .join(Organization, col(Organization.id) == col(Service.organization_id))
    .outerjoin(Conduct, col(Conduct.service_id) == col(Service.id))
    .outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
    .outerjoin(Provenance, col(Provenance.entity_id) == col(Service.id))
    .outerjoin(
        Translation,
        and_(
            col(Translation.entity_id) == col(Organization.id),
            col(Translation.field) == "name",
            col(Translation.text) == col(Organization.alternate_name),
        ),
    )
    .where(col(Service.id).in_(_IDS))
    .order_by(col(Service.id), col(Translation.language).desc())
)

LANGUAGES = select(
    col(Language.service_id), func.coalesce(col(Language.code), col(Language.name)), col(Language.id)
).where(col(Language.service_id).in_(_IDS))

NEEDS = (
    select(col(Attribute.link_id), col(TaxonomyTerm.code), col(Attribute.id))
    .join(TaxonomyTerm, col(TaxonomyTerm.id) == col(Attribute.taxonomy_term_id))
    .where(
        col(Attribute.link_id).in_(_IDS),
        col(Attribute.link_entity) == "service",
        col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY,
    )
)

AUDIENCES = select(col(Audience.service_id), col(Audience.code)).where(col(Audience.service_id).in_(_IDS))

NATIONALITIES = select(col(Nationality.service_id), col(Nationality.country)).where(
    col(Nationality.service_id).in_(_IDS)
)

COVERAGE = select(
    col(Coverage.service_id), col(Coverage.country), col(Coverage.region), col(Coverage.whole), col(Coverage.id)
).where(col(Coverage.service_id).in_(_IDS), col(Coverage.radius_metres).is_(None))

PHONES = (
    select(
        col(Phone.service_id),
        col(Phone.number),
        col(Phone.description),
        func.coalesce(col(PhoneReach.kind), col(Phone.type)),
        col(Phone.id),
    )
    .outerjoin(PhoneReach, col(PhoneReach.phone_id) == col(Phone.id))
    .where(col(Phone.service_id).in_(_IDS))
    .order_by(col(PhoneReach.position), col(Phone.id))
)

SCHEDULES = (
    select(
        col(Schedule.service_id),
        col(Schedule.description),
        col(Schedule.freq),
        col(Schedule.byday),
        col(Schedule.opens_at),
        col(Schedule.closes_at),
        col(ScheduleZone.zone),
        col(Schedule.id),
    )
    .outerjoin(ScheduleZone, col(ScheduleZone.schedule_id) == col(Schedule.id))
    .where(col(Schedule.service_id).in_(_IDS))
    .order_by(col(Schedule.id))
)

AREAS = (
    select(col(ServiceArea.service_id), col(ServiceArea.name), col(ServiceArea.id))
    .where(col(ServiceArea.service_id).in_(_IDS), col(ServiceArea.name).is_not(None))
    .order_by(col(ServiceArea.id))
)

ADDRESSES = (
    select(
        col(ServiceAtLocation.service_id),
        col(Address.address_1),
        col(Address.city),
        col(Address.postal_code),
        col(Address.id),
    )
    .join(Location, col(Location.id) == col(ServiceAtLocation.location_id))
    .join(Address, col(Address.location_id) == col(Location.id))
    .where(col(ServiceAtLocation.service_id).in_(_IDS))
    .order_by(col(Address.id))
)
