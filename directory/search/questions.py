"""The statements that read what hangs on the services of one page; each takes `ids`."""

from sqlalchemy import BindParameter, Executable, bindparam, or_, select
from sqlmodel import col

from directory.models import (
    Assurance,
    Conduct,
    Coverage,
    Language,
    Organization,
    Phone,
    PhoneReach,
    Provenance,
    Schedule,
    Service,
    ServiceArea,
    ServiceNeed,
)

_IDS: BindParameter[str] = bindparam("ids", expanding=True)

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
        col(Conduct.police_linked),
        col(Conduct.consular),
        col(Conduct.trafficking_specific),
        col(Conduct.made_for),
        col(Assurance.verified_at),
        col(Provenance.confidence),
        col(Provenance.source_url),
        col(Provenance.source_date),
    )
    .join(Organization, col(Organization.id) == col(Service.organization_id))
    .join(Conduct, col(Conduct.service_id) == col(Service.id))
    .join(Assurance, col(Assurance.service_id) == col(Service.id))
    .join(Provenance, col(Provenance.entity_id) == col(Service.id))
    .where(col(Service.id).in_(_IDS))
)

NEEDS = select(col(ServiceNeed.service_id), col(ServiceNeed.need)).where(col(ServiceNeed.service_id).in_(_IDS))

LANGUAGES = (
    select(col(Language.service_id), col(Language.code))
    .where(col(Language.service_id).in_(_IDS), col(Language.code).is_not(None))
    .order_by(col(Language.code))
)

SCHEDULES = select(
    col(Schedule.service_id),
    col(Schedule.description),
    col(Schedule.byday),
    col(Schedule.opens_at),
    col(Schedule.closes_at),
).where(col(Schedule.service_id).in_(_IDS))

PLACES = (
    select(
        col(Coverage.service_id),
        col(Coverage.country),
        col(Coverage.region),
        col(Coverage.whole),
        col(ServiceArea.name),
    )
    .outerjoin(ServiceArea, col(ServiceArea.service_id) == col(Coverage.service_id))
    .where(col(Coverage.service_id).in_(_IDS))
    .order_by(col(Coverage.region).is_(None), col(Coverage.region))
)

# Only what works from where the person is; without a place, only what works from anywhere.
PHONES = (
    select(
        col(Phone.service_id),
        col(Phone.number),
        col(PhoneReach.international),
        col(PhoneReach.kind),
        col(Phone.description),
    )
    .join(PhoneReach, col(PhoneReach.phone_id) == col(Phone.id))
    .where(
        col(Phone.service_id).in_(_IDS),
        or_(col(PhoneReach.dialable_from_abroad), col(PhoneReach.country) == bindparam("country")),
    )
    .order_by(col(PhoneReach.position), col(Phone.id))
)
