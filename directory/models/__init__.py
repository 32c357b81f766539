"""The directory's tables: HSDS 3.0 objects unchanged, our extensions beside them.

`protected` is not exported: only `directory.confidential` may read those tables.
"""

from directory.models.contact import Contact, Language, Phone, Schedule
from directory.models.extensions import (
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
from directory.models.location import Accessibility, Address, Location, ServiceAtLocation
from directory.models.metadata import Metadata, MetaTableDescription
from directory.models.organization import Funding, Organization, OrganizationIdentifier, Program, Url
from directory.models.proposals import Proposal, ProposedField
from directory.models.record import Record, stable_id, use_partial_link_indexes
from directory.models.relationships import CHILDREN, HSDS_MODELS, PARENTS, HasMany, HasOne, hsds_table
from directory.models.search_index import NearCell, SearchEntry, ServiceText
from directory.models.service import CostOption, RequiredDocument, Service, ServiceArea
from directory.models.sources import EmergencyNumber, Provenance, StarterEntry, StarterLoad, UnresolvedReference
from directory.models.staff import (
    ProtectedRead,
    StaffAccount,
    StaffBrowser,
    StaffEvent,
    StaffGrantRequest,
    StaffInvitation,
    StaffSession,
    Upload,
)
from directory.models.taxonomy import Attribute, Taxonomy, TaxonomyTerm
from directory.models.usage_statistics import (
    ClosedPeriod,
    CurrentAudience,
    CurrentLanguage,
    CurrentPlace,
    CurrentReferral,
    HelpedCount,
    PublishedPerson,
    PublishedPlace,
    PublishedReferral,
    PublishedTongue,
)

__all__ = [
    "CHILDREN",
    "HSDS_MODELS",
    "PARENTS",
    "Accessibility",
    "Address",
    "Assurance",
    "Attribute",
    "Audience",
    "ClosedPeriod",
    "Conduct",
    "Contact",
    "CostOption",
    "Coverage",
    "CurrentAudience",
    "CurrentLanguage",
    "CurrentPlace",
    "CurrentReferral",
    "EmergencyNumber",
    "Funding",
    "HasMany",
    "HasOne",
    "HelpedCount",
    "Language",
    "Location",
    "MetaTableDescription",
    "Metadata",
    "Nationality",
    "NearCell",
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
    "StaffBrowser",
    "StaffEvent",
    "StaffGrantRequest",
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
    "hsds_table",
    "stable_id",
]

use_partial_link_indexes(Record.metadata)
