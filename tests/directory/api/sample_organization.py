"""A sample organization that uses all of HSDS, in addition to the starter directory."""

from typing import Any

from sqlalchemy import Connection, insert

from directory.models import hsds_table
from directory.search.index import index_services
from directory.service import DEFAULT_STALE_AFTER

NUMBER = iter(range(1, 10**6))


def new_id() -> str:
    """Return a new id."""
    return f"00000000-0000-4000-8000-{next(NUMBER):012}"


def add_row(connection: Connection, table: str, **values: Any) -> str:
    """Insert a row; return its id."""
    row = {"id": new_id(), **values}
    connection.execute(insert(hsds_table(table)).values(**row))
    return str(row["id"])


def insert_service(connection: Connection, organization: str, name: str, **values: Any) -> str:
    """Insert an indexed service; return its id."""
    service = add_row(connection, "service", **{"status": "active", **values}, organization_id=organization, name=name)
    tables = hsds_table("service").metadata.tables
    plain = {"police_linked": False, "consular": False, "trafficking_specific": False}
    connection.execute(insert(tables["conduct"]).values(service_id=service, **plain))
    connection.execute(insert(tables["assurance"]).values(service_id=service))
    return service


def insert_sample_organization(connection: Connection) -> dict[str, str]:
    """Insert the organization; return ids by name."""
    organization = add_row(connection, "organization", name="Casa Ñandú", description="A house", year_incorporated=1999)
    program = add_row(connection, "program", organization_id=organization, name="Nights", description="Beds")
    modified = "2026-03-01T06:30:00+07:00"
    told = {"email": "house@example.org", "minimum_age": 18.0, "last_modified": modified, "program_id": program}
    service = insert_service(connection, organization, "Beds for a night", description="A bed", **told)
    closed = insert_service(
        connection, organization, "Kitchen", status="inactive", last_modified="2026-02-28T23:00:00Z"
    )
    place = {"location_type": "physical", "latitude": 18.79, "longitude": 98.98, "organization_id": organization}
    location = add_row(connection, "location", name="Front office", **place)
    at = add_row(connection, "service_at_location", service_id=service, location_id=location)
    near = add_row(connection, "location", location_type="physical", latitude=18.80, longitude=98.98)
    beside = add_row(connection, "service_at_location", service_id=closed, location_id=near)
    written = {"address_1": "1 Street", "city": "Chiang Mai", "state_province": "Chiang Mai", "country": "TH"}
    add_row(connection, "address", location_id=location, postal_code="50 200", address_type="physical", **written)
    phone = add_row(connection, "phone", service_id=service, number="1300", type="voice")
    add_row(connection, "language", phone_id=phone, code="th", name="Thai")
    add_row(connection, "language", service_id=service, code="my", name="Burmese")
    add_row(connection, "schedule", service_id=service, freq="WEEKLY", byday="MO", opens_at="09:00", closes_at="17:00Z")
    add_row(connection, "service_area", service_id=service, name="The North")
    add_row(connection, "cost_option", service_id=service, option="free", amount=0.0)
    add_row(connection, "required_document", service_id=service, document="none")
    add_row(connection, "funding", organization_id=organization, source="Gifts")
    add_row(connection, "contact", service_id=service, name="Office", title="Front desk")
    add_row(connection, "accessibility", location_id=location, description="A ramp")
    taxonomy = add_row(connection, "taxonomy", name="Kinds of houses", description="For tests")
    term = add_row(connection, "taxonomy_term", name="Shelter", description="A roof", code="S", taxonomy_id=taxonomy)
    under = add_row(connection, "taxonomy_term", name="Bed", description="A bed", taxonomy_id=taxonomy, parent_id=term)
    for _ in range(2):  # the same term twice must not list a service twice
        add_row(connection, "attribute", link_id=service, link_entity="service", taxonomy_term_id=term)
    words = {"entity_id": service, "field": "name", "language": "es", "text": "Camas por una noche", "reviewed": True}
    connection.execute(insert(hsds_table("service").metadata.tables["translation"]).values(**words))
    index_services(connection, [service, closed], DEFAULT_STALE_AFTER)
    names = ("organization", "service", "closed", "at", "beside", "location", "taxonomy", "term", "under")
    made = (organization, service, closed, at, beside, location, taxonomy, term, under)
    return dict(zip(names, made, strict=True))
