"""Turn rows of the seed's CSV files into records of the tables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from babel.core import get_global
from sqlmodel import SQLModel

from directory.domain.modification_date import modification_date
from directory.domain.opening_hours.printed import parse_printed_hours
from directory.models import (
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
    stable_id,
)
from directory.taxonomy import need_attribute

Row = dict[str, str]
Record = tuple[type[SQLModel], dict[str, object]]

# HSDS names for the use of a number; it has none for chats.
_PHONE_TYPES: Final = {"voice": "voice", "sms": "text", "chat": "chat"}
# All schedules of a batch need the same columns, whether or not their hours could be parsed.
_UNKNOWN: Final[Mapping[str, object]] = dict.fromkeys(("freq", "byday", "opens_at", "closes_at"))


def language_and_schedule_records(row: Row, service: str) -> Iterator[Record]:
    """Yield the languages and the hours of a service.

    Hours stay as printed in the description of each schedule; hours that cannot be parsed have nothing else.
    """
    for code in row["languages"].split():
        yield Language, {"id": stable_id("language", row["id"], code), "service_id": service, "code": code}
    if not row["hours"]:
        return
    zone = _time_zone(row["country"])
    for number, opening in enumerate(parse_printed_hours(row["hours"]) or [{}]):
        schedule = stable_id("schedule", row["id"], *([str(number)] if number else []))
        yield Schedule, {"id": schedule, "service_id": service, "description": row["hours"], **_UNKNOWN, **opening}
        if zone and opening:
            yield ScheduleZone, {"schedule_id": schedule, "zone": zone}


def _time_zone(country: str) -> str | None:
    """Return the time zone of a country that has only one (CLDR)."""
    zones: Sequence[str] = get_global("territory_zones").get(country, ())
    return zones[0] if len(zones) == 1 else None


def phone_records(row: Row, service: str, position: int) -> Iterator[Record]:
    """Yield a phone and its reach."""
    phone = stable_id("phone", row["service_id"], row["kind"], row["number"])
    note = row["description"] or None
    yield (
        Phone,
        {
            "id": phone,
            "service_id": service,
            "number": row["number"],
            "type": _PHONE_TYPES[row["kind"]],
            "description": note,
        },
    )
    yield (
        PhoneReach,
        {
            "phone_id": phone,
            "kind": row["kind"],
            "country": row["country"] or None,
            "dialable_from_abroad": row["dialable_from_abroad"] == "yes",
            "international": row["international"] or None,
            "position": position,
        },
    )


def service_records(row: Row, phones: list[Row]) -> Iterator[Record]:
    """Yield the records of a service, targets of links first."""
    service = stable_id("service", row["id"])
    yield from _organization_records(row, service)
    yield from _place_records(row, service)
    yield from language_and_schedule_records(row, service)
    for need in row["needs"].split():
        yield Attribute, need_attribute(service, need)
    for code in row["audiences"].split():
        yield Audience, {"service_id": service, "code": code}
    for country in row["nationalities"].split():
        yield Nationality, {"service_id": service, "country": country}
    yield from _conduct_records(row, service)
    for position, phone in enumerate(phones):
        yield from phone_records(phone, service, position)


def emergency_records(rows: list[Row]) -> list[dict[str, object]]:
    """Return the records of the emergency numbers, in the order of the file."""
    return [
        {
            "country": row["country"],
            "kind": row["kind"],
            "number": row["number"],
            "keys": row["keys"] or None,
            "position": position,
            "confidence": row["confidence"],
            "source": row["source_url"],
        }
        for position, row in enumerate(rows)
    ]


def _organization_records(row: Row, service: str) -> Iterator[Record]:
    organization = stable_id("organization", row["id"])
    shared: dict[str, object] = {
        "name": row["name"],
        "alternate_name": row["name_local"] or None,
        "email": row["email"] or None,
    }
    description = row["services"] or row["name"]
    site = row["website"] or None
    yield Organization, shared | {"id": organization, "description": description, "website": site}
    yield (
        Service,
        shared
        | {
            "id": service,
            "organization_id": organization,
            "alternate_name": row["alternate_names"] or None,
            "description": row["services"] or None,
            "url": site,
            "status": "active",
            "interpretation_services": row["interpretation"] or None,
            "fees_description": row["fees"] or None,
            "eligibility_description": row["population"] or None,
            "last_modified": modification_date(datetime.now(UTC)),
        },
    )


def _place_records(row: Row, service: str) -> Iterator[Record]:
    for place in row["coverage"].split():
        yield (
            Coverage,
            {"id": stable_id("coverage", row["id"], place), "service_id": service} | _coverage_values(place),
        )
    if row["area"]:
        area, location = (stable_id(kind, row["id"]) for kind in ("service_area", "location"))
        yield ServiceArea, {"id": area, "service_id": service, "name": row["area"]}
        owner = stable_id("organization", row["id"])
        yield (
            Location,
            {"id": location, "location_type": "physical", "organization_id": owner, "name": row["area"]},
        )
        link = stable_id("service_at_location", row["id"])
        yield ServiceAtLocation, {"id": link, "service_id": service, "location_id": location}


def _coverage_values(place: str) -> dict[str, object]:
    country, _, region = place.partition("-")
    known = bool(region) and region != "?"
    return {
        "country": None if place == "*" else country,
        "region": place if known else None,
        "whole": region != "?",
    }


def _conduct_records(row: Row, service: str) -> Iterator[Record]:
    yield Assurance, {"service_id": service, "verified_by": None, "verified_at": None, "method": None}
    flags = {flag: row[flag] == "yes" for flag in ("police_linked", "consular", "trafficking_specific")}
    answers = {flag: _to_flag(row[flag]) for flag in ("mandatory_reporting", "state_linked")}
    yield Conduct, {"service_id": service, "reason": row["conduct_reason"] or None, **answers, **flags}
    optional = {name: row[name] or None for name in ("source_date", "second_source")}
    needed = {name: row[name] for name in ("source_url", "confidence", "source_kind")}
    yield Provenance, {"entity_id": service, "note": row["notes"] or None, **needed, **optional}


def _to_flag(answer: str) -> bool | None:
    return answer == "yes" if answer else None
