"""The directory's tables: HSDS 3.0 objects unchanged, our additions beside them.

`protected` is not exported: only `directory.confidential` may read those tables.
"""

from directory.models.additions import (
    Assurance,
    Audience,
    Conduct,
    Coverage,
    Nationality,
    PhoneReach,
    ScheduleZone,
    TermSynonym,
    Translation,
    WithheldLocation,
)
from directory.models.contact import Contact, Language, Phone, Schedule
from directory.models.helped import HelpedCount
from directory.models.indexes import NearCell, SearchEntry, ServiceText
from directory.models.location import Accessibility, Address, Location, ServiceAtLocation
from directory.models.meta import Metadata, MetaTableDescription
from directory.models.needs import (
    AskedPerson,
    AskedPlace,
    AskedReferral,
    AskedTongue,
    ClosedPeriod,
    PublishedPerson,
    PublishedPlace,
    PublishedReferral,
    PublishedTongue,
)
from directory.models.organization import Funding, Organization, OrganizationIdentifier, Program, Url
from directory.models.people import ProtectedRead, StaffAccount, StaffEvent, StaffInvitation, StaffSession
from directory.models.proposals import Proposal, ProposedField
from directory.models.record import Record, index_only_links, stable_id
from directory.models.service import CostOption, RequiredDocument, Service, ServiceArea
from directory.models.shape import HSDS, PARTS, WHOLES, Many, One, table_of
from directory.models.sources import EmergencyNumber, Provenance, StarterEntry, StarterLoad, UnresolvedReference
from directory.models.taxonomy import Attribute, Taxonomy, TaxonomyTerm
from directory.models.uploads import Upload

__all__ = [
    "HSDS",
    "PARTS",
    "WHOLES",
    "Accessibility",
    "Address",
    "AskedPerson",
    "AskedPlace",
    "AskedReferral",
    "AskedTongue",
    "Assurance",
    "Attribute",
    "Audience",
    "ClosedPeriod",
    "Conduct",
    "Contact",
    "CostOption",
    "Coverage",
    "EmergencyNumber",
    "Funding",
    "HelpedCount",
    "Language",
    "Location",
    "Many",
    "MetaTableDescription",
    "Metadata",
    "Nationality",
    "NearCell",
    "One",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "PhoneReach",
    "Program",
    "Proposal",
    "ProposedField",
    "ProtectedRead",
    "Provenance",
    "PublishedPerson",
    "PublishedPlace",
    "PublishedReferral",
    "PublishedTongue",
    "Record",
    "RequiredDocument",
    "Schedule",
    "ScheduleZone",
    "SearchEntry",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceText",
    "StaffAccount",
    "StaffEvent",
    "StaffInvitation",
    "StaffSession",
    "StarterEntry",
    "StarterLoad",
    "Taxonomy",
    "TaxonomyTerm",
    "TermSynonym",
    "Translation",
    "UnresolvedReference",
    "Upload",
    "Url",
    "WithheldLocation",
    "stable_id",
    "table_of",
]

index_only_links(Record.metadata)
