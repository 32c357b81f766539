"""From a row of the sheet to records of the tables."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from directory.exchange.sheet.columns import Cells
from directory.exchange.sheet.listing import split
from directory.exchange.sheet.values.countries import WORLD
from directory.exchange.sheet.values.hours import weekly
from directory.exchange.sheet.values.regions import PART
from directory.models import stable_id
from directory.taxonomy import need_attribute

Values = dict[str, object]

SERVICE_FIELDS: Final = {
    "name": "name",
    "description": "description",
    "website": "url",
    "email": "email",
    "interpreters": "interpretation_services",
    "fees": "fees_description",
    "notes_public": "application_process",
    "status": "status",
}
FROM_SHEET: Final = "sheet: "
"""What the source of an entry begins with that names none: HSDS files must have one."""
_FLAGS: Final = {"yes": True, "no": False, "": None}


def now() -> str:
    """Return this moment as HSDS writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def organization(cells: Cells, owner: str) -> Values:
    """Return an organization that is known only from the sheet."""
    said: Values = {"email": cells["email"] or None, "website": cells["website"] or None}
    description = cells["description"] or cells["organization"]
    said |= {"name": cells["organization"], "alternate_name": cells["local_name"] or None}
    return said | {"id": owner, "description": description}


def service_fields(cells: Cells) -> Values:
    """Return the fields of the table `service`; everything that is written is new now."""
    fields: Values = {field: cells[name] or None for name, field in SERVICE_FIELDS.items()}
    return fields | {"last_modified": now()}


def conduct(cells: Cells, service: str) -> Values:
    """Return whom a service answers to."""
    flags = {name: cells[name] == "yes" for name in ("police_linked", "consular")}
    specific, reporting = cells["for_trafficking"] == "yes", _FLAGS[cells["must_report"]]
    return {"service_id": service, "trafficking_specific": specific, "mandatory_reporting": reporting} | flags


def assurance(cells: Cells, service: str) -> Values:
    """Return who checked a service; the day begins in Greenwich."""
    day = datetime.fromisoformat(cells["verified_on"]).replace(tzinfo=UTC) if cells["verified_on"] else None
    by, how = (cells[name] or None for name in ("verified_by", "verified_how"))
    return {"service_id": service, "verified_by": by, "verified_at": day, "method": how}


def provenance(cells: Cells, service: str) -> Values:
    """Return where an entry comes from; nobody but the sheet itself vouches for it, so it is no more than medium."""
    source: Values = {"source_url": cells["source"], "source_date": cells["source_date"] or None}
    return source | {"entity_id": service, "confidence": "medium", "source_kind": "sheet"}


def languages(cells: Cells, service: str) -> dict[str, Values]:
    """Return the languages of a service by their tags."""
    return {
        tag: {"id": stable_id("language", service, tag), "service_id": service, "code": tag}
        for tag in split(cells["languages"])
    }


def needs(cells: Cells, service: str) -> dict[str, Values]:
    """Return the attributes of a service by need."""
    return {need: need_attribute(service, need) for need in split(cells["needs"])}


def audiences(cells: Cells, service: str) -> Iterator[Values]:
    """Yield whom a service is for."""
    return ({"service_id": service, "code": code} for code in split(cells["for_whom"]))


def nationalities(cells: Cells, service: str) -> Iterator[Values]:
    """Yield whose citizens a service is for."""
    return ({"service_id": service, "country": code} for code in split(cells["nationality"]))


def coverage(cells: Cells, service: str) -> Iterator[Values]:
    """Yield the places that a service serves: the regions of each country, or else all of it."""
    regions = split(cells["regions"])
    for country in split(cells["country"]):
        places = [region for region in regions if region.startswith(f"{country}-")]
        if PART in regions:
            places.append(PART)
        for place in places or [""]:
            yield {
                "id": stable_id("coverage", service, country, place),
                "service_id": service,
                "country": None if country == WORLD else country,
                "region": place if place not in {"", PART} else None,
                "whole": place != PART,
            }


def schedules(cells: Cells, service: str) -> Iterator[Values]:
    """Yield the hours of a service; those that are not understood stay as printed."""
    if cells["hours"]:
        for position, opening in enumerate(weekly(cells["hours"]) or [{}]):
            key = stable_id("schedule", service, str(position))
            empty: Values = dict.fromkeys(("freq", "byday", "opens_at", "closes_at"))
            yield empty | {"id": key, "service_id": service, "description": cells["hours"]} | opening


def zones(cells: Cells, service: str) -> Iterator[Values]:
    """Yield the time zone of each schedule."""
    rows = schedules(cells, service) if cells["time_zone"] else ()
    return ({"schedule_id": row["id"], "zone": cells["time_zone"]} for row in rows)
