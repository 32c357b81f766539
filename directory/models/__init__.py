"""The directory's tables: HSDS 3.0 objects unchanged, our additions beside them."""

from directory.models.additions import Assurance, Conduct, Coverage, PhoneReach, ServiceNeed
from directory.models.contact import Language, Phone, Schedule
from directory.models.location import Location, ServiceArea, ServiceAtLocation
from directory.models.organization import Organization, Service
from directory.models.record import Record, stable_id
from directory.models.sources import EmergencyNumber, Provenance, StarterEntry, StarterLoad

__all__ = [
    "Assurance",
    "Conduct",
    "Coverage",
    "EmergencyNumber",
    "Language",
    "Location",
    "Organization",
    "Phone",
    "PhoneReach",
    "Provenance",
    "Record",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceNeed",
    "StarterEntry",
    "StarterLoad",
    "stable_id",
]
