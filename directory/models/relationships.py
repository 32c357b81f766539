"""The relationships of HSDS: how flat tables become the nested objects of the standard, and back.

Source: the compiled schemas of HSDS 3.0. Export, import and API all use this table.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table

from directory.models.contact import Contact, Language, Phone, Schedule
from directory.models.location import Accessibility, Address, Location, ServiceAtLocation
from directory.models.metadata import Metadata, MetaTableDescription
from directory.models.organization import Funding, Organization, OrganizationIdentifier, Program, Url
from directory.models.record import Record
from directory.models.service import CostOption, RequiredDocument, Service, ServiceArea
from directory.models.taxonomy import Attribute, Taxonomy, TaxonomyTerm

HSDS_MODELS: Final[tuple[type[Record], ...]] = (
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
"""Every object of the standard, each table after those that it references."""


@dataclass(frozen=True, slots=True)
class HasMany:
    """Rows of `table` whose `link` column holds the parent's id, as a list under `key`."""

    key: str
    table: str
    link: str


@dataclass(frozen=True, slots=True)
class HasOne:
    """The row of `table` whose id is in the parent's `link` column, as an object under `key`."""

    key: str
    table: str
    link: str


def hsds_table(name: str) -> Table:
    """Return a table by its HSDS name, such as "service_area".

    Raises:
        KeyError: HSDS has no such object.
    """
    return _TABLES[name]


def _children(owner: str, **tables: str) -> tuple[HasMany, ...]:
    return tuple(HasMany(key, table, f"{owner}_id") for key, table in tables.items())


_TABLES: Final = {
    table.name: table for table in (Record.metadata.tables[str(model.__tablename__)] for model in HSDS_MODELS)
}
_ATTRIBUTES: Final = (HasMany("attributes", "attribute", "link_id"),)
_METADATA: Final = (HasMany("metadata", "metadata", "resource_id"),)
_COMMON: Final = _ATTRIBUTES + _METADATA

CHILDREN: Final[dict[str, tuple[HasMany, ...]]] = {
    "organization": _children(
        "organization",
        funding="funding",
        contacts="contact",
        phones="phone",
        locations="location",
        programs="program",
        organization_identifiers="organization_identifier",
        additional_urls="url",
    )
    + _COMMON,
    "service": _children(
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
    + _COMMON,
    "service_at_location": _children("service_at_location", contacts="contact", phones="phone", schedules="schedule")
    + _COMMON,
    "location": _children(
        "location",
        languages="language",
        addresses="address",
        contacts="contact",
        accessibility="accessibility",
        phones="phone",
        schedules="schedule",
    )
    + _COMMON,
    "contact": _children("contact", phones="phone") + _COMMON,
    "phone": _children("phone", languages="language") + _COMMON,
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
    _COMMON,
)
"""The lists of each object, except an organization's services: a service nests its organization."""

PARENTS: Final[dict[str, tuple[HasOne, ...]]] = {
    "service": (HasOne("organization", "organization", "organization_id"), HasOne("program", "program", "program_id")),
    "service_at_location": (HasOne("location", "location", "location_id"),),
    "attribute": (HasOne("taxonomy_term", "taxonomy_term", "taxonomy_term_id"),),
    "taxonomy_term": (HasOne("taxonomy_detail", "taxonomy", "taxonomy_id"),),
}
"""The single objects of each object."""
