"""From a row of the sheet to records of the tables."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from directory.exchange.spreadsheet.columns import PHONES, Cells
from directory.exchange.spreadsheet.list_cells import split
from directory.models import stable_id
from directory.parsing.chat_accounts import chat
from directory.parsing.countries import WORLD
from directory.parsing.hours import weekly
from directory.parsing.phones import Number, number, split_note
from directory.parsing.regions import PART
from directory.parsing.result import RefusedError
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


_PHONE_TYPES: Final = {"voice": "voice", "sms": "text", "chat": "chat"}


def phones(cells: Cells, service: str) -> dict[tuple[str, str], tuple[Values, Values]]:
    """Return each phone and what it can do, by kind and item, in their order."""
    voice = [("voice", item) for name in PHONES for item in split(cells[name])]
    items = [*voice, *((kind, item) for kind in ("sms", "chat") for item in split(cells[kind]))]
    return {
        (kind, item): _phone(service, kind, item, cells["country"], position)
        for position, (kind, item) in enumerate(items)
    }


def _phone(service: str, kind: str, item: str, countries: str, position: int) -> tuple[Values, Values]:
    country = split(countries)[0] if countries else ""
    known = _known(kind, item, country)
    key = stable_id("phone", service, kind, item)
    phone: Values = {"id": key, "service_id": service, "number": known.printed, "type": _PHONE_TYPES[kind]}
    reach: Values = {"phone_id": key, "kind": kind, "position": position, "international": known.international}
    works = {"country": None if country == WORLD else country, "dialable_from_abroad": known.from_abroad}
    return phone | {"description": known.note or None}, reach | works


def _known(kind: str, item: str, country: str) -> Number:
    """Judge a number again; one that was there before its country changed works at home for all we know."""
    try:
        return chat(item) if kind == "chat" else number(item, country)
    except RefusedError:
        return Number(*split_note(item), None, from_abroad=False)
