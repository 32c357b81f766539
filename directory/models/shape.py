"""What hangs on what in HSDS: how flat tables become the nested objects of the standard, and back.

Source: the compiled schemas of HSDS 3.0. Export, import and API all follow this one table.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table

from directory.models.contact import Contact, Language, Phone, Schedule
from directory.models.location import Accessibility, Address, Location, ServiceAtLocation
from directory.models.meta import Metadata, MetaTableDescription
from directory.models.organization import Funding, Organization, OrganizationIdentifier, Program, Url
from directory.models.record import Record
from directory.models.service import CostOption, RequiredDocument, Service, ServiceArea
from directory.models.taxonomy import Attribute, Taxonomy, TaxonomyTerm

HSDS: Final[tuple[type[Record], ...]] = (
    Organization,
    OrganizationIdentifier,
    Program,
    Service,
    Funding,
    Url,
    ServiceArea,
    CostOption,
    RequiredDocument,
    Location,
    Address,
    Accessibility,
    ServiceAtLocation,
    Contact,
    Phone,
    Language,
    Schedule,
    Taxonomy,
    TaxonomyTerm,
    Attribute,
    Metadata,
    MetaTableDescription,
)
"""Every object of the standard, a table after those it points at."""


@dataclass(frozen=True, slots=True)
class Many:
    """Rows of `table` whose `link` column holds the parent's id, as a list under `key`."""

    key: str
    table: str
    link: str


@dataclass(frozen=True, slots=True)
class One:
    """The row of `table` whose id the parent's `link` column holds, as an object under `key`."""

    key: str
    table: str
    link: str


def table_of(name: str) -> Table:
    """Return a table by its HSDS name, such as "service_area".

    Raises:
        KeyError: HSDS has no such object.
    """
    return _TABLES[name]


def _parts(owner: str, **tables: str) -> tuple[Many, ...]:
    return tuple(Many(key, table, f"{owner}_id") for key, table in tables.items())


_TABLES: Final = {table.name: table for table in (Record.metadata.tables[str(one.__tablename__)] for one in HSDS)}
_ATTRIBUTES: Final = (Many("attributes", "attribute", "link_id"),)
_METADATA: Final = (Many("metadata", "metadata", "resource_id"),)
_CLASSED: Final = _ATTRIBUTES + _METADATA

PARTS: Final[dict[str, tuple[Many, ...]]] = {
    "organization": _parts(
        "organization",
        funding="funding",
        contacts="contact",
        phones="phone",
        locations="location",
        programs="program",
        organization_identifiers="organization_identifier",
        additional_urls="url",
    )
    + _CLASSED,
    "service": _parts(
        "service",
        phones="phone",
        schedules="schedule",
        service_areas="service_area",
        service_at_locations="service_at_location",
        languages="language",
        funding="funding",
        cost_options="cost_option",
        required_documents="required_document",
        contacts="contact",
        additional_urls="url",
    )
    + _CLASSED,
    "service_at_location": _parts("service_at_location", contacts="contact", phones="phone", schedules="schedule")
    + _CLASSED,
    "location": _parts(
        "location",
        languages="language",
        addresses="address",
        contacts="contact",
        accessibility="accessibility",
        phones="phone",
        schedules="schedule",
    )
    + _CLASSED,
    "contact": _parts("contact", phones="phone") + _CLASSED,
    "phone": _parts("phone", languages="language") + _CLASSED,
    "attribute": _METADATA,
    "taxonomy_term": _METADATA,
    "taxonomy": _METADATA,
    "metadata": (),
} | dict.fromkeys(
    (
        "organization_identifier",
        "program",
        "funding",
        "url",
        "service_area",
        "cost_option",
        "required_document",
        "address",
        "accessibility",
        "language",
        "schedule",
        "meta_table_description",
    ),
    _CLASSED,
)
"""The lists of each object. An organization's services are left to whoever nests: they nest the organization."""

WHOLES: Final[dict[str, tuple[One, ...]]] = {
    "service": (One("organization", "organization", "organization_id"), One("program", "program", "program_id")),
    "service_at_location": (One("location", "location", "location_id"),),
    "attribute": (One("taxonomy_term", "taxonomy_term", "taxonomy_term_id"),),
    "taxonomy_term": (One("taxonomy_detail", "taxonomy", "taxonomy_id"),),
}
"""The single objects of each object."""
