"""The columns that made-up rows fill, by table in the order of insertion."""

from typing import Any, Final

Batch = dict[str, list[tuple[Any, ...]]]

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "organization": ("id", "name", "alternate_name", "description"),
    "service": ("id", "organization_id", "name", "alternate_name", "description", "url", "status", "last_modified"),
    "attribute": ("id", "link_id", "taxonomy_term_id", "link_entity"),
    "conduct": ("service_id", "police_linked", "consular", "trafficking_specific", "mandatory_reporting"),
    "nationality": ("service_id", "country"),
    "assurance": ("service_id", "verified_by", "verified_at", "method"),
    "provenance": ("entity_id", "source_url", "confidence", "source_kind", "source_date"),
    "coverage": ("id", "service_id", "country", "region", "whole", "latitude", "longitude", "radius_metres"),
    "service_area": ("id", "service_id", "name"),
    "location": ("id", "location_type", "organization_id", "name"),
    "service_at_location": ("id", "service_id", "location_id"),
    "language": ("id", "service_id", "code"),
    "schedule": ("id", "service_id", "freq", "byday", "opens_at", "closes_at", "description"),
    "schedule_zone": ("schedule_id", "zone"),
    "audience": ("service_id", "code"),
    "phone": ("id", "service_id", "organization_id", "number", "type"),
    "phone_reach": ("phone_id", "kind", "country", "dialable_from_abroad", "international", "position"),
}
