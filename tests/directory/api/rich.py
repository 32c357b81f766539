"""One organization with everything that HSDS can say of it, beside the starter directory."""

from typing import Any

from sqlalchemy import Connection, insert

from directory.models import table_of
from directory.search.index import index_services
from directory.service import DEFAULT_STALE_AFTER

NUMBER = iter(range(1, 10**6))


def an_id() -> str:
    """Return a new id."""
    return f"00000000-0000-4000-8000-{next(NUMBER):012}"


def put(connection: Connection, table: str, **values: Any) -> str:
    """Insert a row; return its id."""
    row = {"id": an_id(), **values}
    connection.execute(insert(table_of(table)).values(**row))
    return str(row["id"])


def a_service(connection: Connection, organization: str, name: str, **values: Any) -> str:
    """Insert a service that search knows; return its id."""
    service = put(connection, "service", **{"status": "active", **values}, organization_id=organization, name=name)
    tables = table_of("service").metadata.tables
    plain = {"police_linked": False, "consular": False, "trafficking_specific": False}
    connection.execute(insert(tables["conduct"]).values(service_id=service, **plain))
    connection.execute(insert(tables["assurance"]).values(service_id=service))
    return service


def fill(connection: Connection) -> dict[str, str]:
    """Insert the organization; return ids by name."""
    organization = put(connection, "organization", name="Casa Ñandú", description="A house", year_incorporated=1999)
    program = put(connection, "program", organization_id=organization, name="Nights", description="Beds")
    modified = "2026-03-01T06:30:00+07:00"
    told = {"email": "house@example.org", "minimum_age": 18.0, "last_modified": modified, "program_id": program}
    service = a_service(connection, organization, "Beds for a night", description="A bed", **told)
    closed = a_service(connection, organization, "Kitchen", status="inactive", last_modified="2026-02-28T23:00:00Z")
    place = {"location_type": "physical", "latitude": 18.79, "longitude": 98.98, "organization_id": organization}
    location = put(connection, "location", name="Front office", **place)
    at = put(connection, "service_at_location", service_id=service, location_id=location)
    near = put(connection, "location", location_type="physical", latitude=18.80, longitude=98.98)
    beside = put(connection, "service_at_location", service_id=closed, location_id=near)
    written = {"address_1": "1 Street", "city": "Chiang Mai", "state_province": "Chiang Mai", "country": "TH"}
    put(connection, "address", location_id=location, postal_code="50 200", address_type="physical", **written)
    phone = put(connection, "phone", service_id=service, number="1300", type="voice")
    put(connection, "language", phone_id=phone, code="th", name="Thai")
    put(connection, "language", service_id=service, code="my", name="Burmese")
    put(connection, "schedule", service_id=service, freq="WEEKLY", byday="MO", opens_at="09:00", closes_at="17:00Z")
    put(connection, "service_area", service_id=service, name="The North")
    put(connection, "cost_option", service_id=service, option="free", amount=0.0)
    put(connection, "required_document", service_id=service, document="none")
    put(connection, "funding", organization_id=organization, source="Gifts")
    put(connection, "contact", service_id=service, name="Office", title="Front desk")
    put(connection, "accessibility", location_id=location, description="A ramp")
    taxonomy = put(connection, "taxonomy", name="Kinds of houses", description="For tests")
    term = put(connection, "taxonomy_term", name="Shelter", description="A roof", code="S", taxonomy_id=taxonomy)
    under = put(connection, "taxonomy_term", name="Bed", description="A bed", taxonomy_id=taxonomy, parent_id=term)
    for _ in range(2):  # the same term twice must not list a service twice
        put(connection, "attribute", link_id=service, link_entity="service", taxonomy_term_id=term)
    words = {"entity_id": service, "field": "name", "language": "es", "text": "Camas por una noche", "reviewed": True}
    connection.execute(insert(table_of("service").metadata.tables["translation"]).values(**words))
    index_services(connection, [service, closed], DEFAULT_STALE_AFTER)
    names = ("organization", "service", "closed", "at", "beside", "location", "taxonomy", "term", "under")
    made = (organization, service, closed, at, beside, location, taxonomy, term, under)
    return dict(zip(names, made, strict=True))
