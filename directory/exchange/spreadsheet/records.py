"""Turn a row of the sheet into records of the tables."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from directory.domain.modification_date import modification_date
from directory.exchange.spreadsheet.columns import PHONE_COLUMNS, Cells
from directory.exchange.spreadsheet.list_cells import split_items
from directory.models import stable_id
from directory.parsing.countries import WORLD
from directory.parsing.hours import weekly_schedules
from directory.parsing.phones import ParsedPhone, parse_chat, parse_phone, split_note
from directory.parsing.regions import PART_OF_COUNTRY
from directory.parsing.result import InvalidValueError
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
SHEET_SOURCE: Final = "sheet: "
"""Prefix of the source of an entry that names none: HSDS files require a source."""
_FLAGS: Final = {"yes": True, "no": False, "": None}


def organization(cells: Cells, owner: str) -> Values:
    """Return an organization that is known only from the sheet."""
    values: Values = {"email": cells["email"] or None, "website": cells["website"] or None}
    description = cells["description"] or cells["organization"]
    values |= {"name": cells["organization"], "alternate_name": cells["local_name"] or None}
    return values | {"id": owner, "description": description}


def service_fields(cells: Cells) -> Values:
    """Return the fields of the table `service`, modified now."""
    fields: Values = {field: cells[name] or None for name, field in SERVICE_FIELDS.items()}
    return fields | {"last_modified": modification_date(datetime.now(UTC))}


def conduct(cells: Cells, service: str) -> Values:
    """Return the record that says which authorities a service answers to."""
    flags = {name: cells[name] == "yes" for name in ("police_linked", "consular")}
    specific, reporting = cells["for_trafficking"] == "yes", _FLAGS[cells["must_report"]]
    return {"service_id": service, "trafficking_specific": specific, "mandatory_reporting": reporting} | flags


def assurance(cells: Cells, service: str) -> Values:
    """Return the record of a verification; its day begins in UTC."""
    day = datetime.fromisoformat(cells["verified_on"]).replace(tzinfo=UTC) if cells["verified_on"] else None
    by, how = (cells[name] or None for name in ("verified_by", "verified_how"))
    return {"service_id": service, "verified_by": by, "verified_at": day, "method": how}


def provenance(cells: Cells, service: str) -> Values:
    """Return the origin of an entry; only the sheet vouches for it, so its confidence is medium."""
    values: Values = {"source_url": cells["source"], "source_date": cells["source_date"] or None}
    return values | {"entity_id": service, "confidence": "medium", "source_kind": "sheet"}


def languages(cells: Cells, service: str) -> dict[str, Values]:
    """Return the languages of a service by tag."""
    return {
        tag: {"id": stable_id("language", service, tag), "service_id": service, "code": tag}
        for tag in split_items(cells["languages"])
    }


def needs(cells: Cells, service: str) -> dict[str, Values]:
    """Return the need attributes of a service by need."""
    return {need: need_attribute(service, need) for need in split_items(cells["needs"])}


def audiences(cells: Cells, service: str) -> Iterator[Values]:
    """Yield the audiences of a service."""
    return ({"service_id": service, "code": code} for code in split_items(cells["for_whom"]))


def nationalities(cells: Cells, service: str) -> Iterator[Values]:
    """Yield the nationalities that a service is for."""
    return ({"service_id": service, "country": code} for code in split_items(cells["nationality"]))


def coverage(cells: Cells, service: str) -> Iterator[Values]:
    """Yield the places that a service covers: the regions of each country, or the whole country."""
    regions = split_items(cells["regions"])
    for country in split_items(cells["country"]):
        places = [region for region in regions if region.startswith(f"{country}-")]
        if PART_OF_COUNTRY in regions:
            places.append(PART_OF_COUNTRY)
        for place in places or [""]:
            yield {
                "id": stable_id("coverage", service, country, place),
                "service_id": service,
                "country": None if country == WORLD else country,
                "region": place if place not in {"", PART_OF_COUNTRY} else None,
                "whole": place != PART_OF_COUNTRY,
            }


def schedules(cells: Cells, service: str) -> Iterator[Values]:
    """Yield the hours of a service; hours that cannot be parsed stay as printed."""
    if cells["hours"]:
        for position, opening in enumerate(weekly_schedules(cells["hours"]) or [{}]):
            key = stable_id("schedule", service, str(position))
            empty: Values = dict.fromkeys(("freq", "byday", "opens_at", "closes_at"))
            yield empty | {"id": key, "service_id": service, "description": cells["hours"]} | opening


def zones(cells: Cells, service: str) -> Iterator[Values]:
    """Yield the time zone of each schedule."""
    rows = schedules(cells, service) if cells["time_zone"] else ()
    return ({"schedule_id": row["id"], "zone": cells["time_zone"]} for row in rows)


_PHONE_TYPES: Final = {"voice": "voice", "sms": "text", "chat": "chat"}


def phone_records(cells: Cells, service: str) -> dict[tuple[str, str], tuple[Values, Values]]:
    """Return each phone and its reach, by kind and item, in order."""
    voice = [("voice", item) for name in PHONE_COLUMNS for item in split_items(cells[name])]
    items = [*voice, *((kind, item) for kind in ("sms", "chat") for item in split_items(cells[kind]))]
    return {
        (kind, item): _phone_record(service, kind, item, cells["country"], position)
        for position, (kind, item) in enumerate(items)
    }


def _phone_record(service: str, kind: str, item: str, countries: str, position: int) -> tuple[Values, Values]:
    country = split_items(countries)[0] if countries else ""
    parsed = _parsed_phone(kind, item, country)
    key = stable_id("phone", service, kind, item)
    phone: Values = {"id": key, "service_id": service, "number": parsed.printed, "type": _PHONE_TYPES[kind]}
    reach: Values = {"phone_id": key, "kind": kind, "position": position, "international": parsed.international}
    works = {"country": None if country == WORLD else country, "dialable_from_abroad": parsed.from_abroad}
    return phone | {"description": parsed.note or None}, reach | works


def _parsed_phone(kind: str, item: str, country: str) -> ParsedPhone:
    """Parse a phone again; one that was valid before its country changed is taken to work inside the country only."""
    try:
        return parse_chat(item) if kind == "chat" else parse_phone(item, country)
    except InvalidValueError:
        return ParsedPhone(*split_note(item), None, from_abroad=False)
