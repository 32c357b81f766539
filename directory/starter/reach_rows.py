"""Turn what a starter row says about hours, languages and phones into records of the tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from babel.core import get_global
from sqlmodel import SQLModel

from directory.models import Language, Phone, PhoneReach, Schedule, ScheduleZone, stable_id
from directory.starter.opening_hours import openings_of

Row = dict[str, str]
Record = tuple[type[SQLModel], dict[str, object]]

# HSDS names for what a number is for; it has none for chats.
_PHONE_TYPES: Final = {"voice": "voice", "sms": "text", "chat": "chat"}
# Every schedule of a batch has the same columns, whether or not its hours were understood.
_UNKNOWN: Final[Mapping[str, object]] = dict.fromkeys(("freq", "byday", "opens_at", "closes_at"))


def when_and_tongue(row: Row, service: str) -> Iterator[Record]:
    """Yield the languages and the hours of a service.

    Hours stay as printed, in the description of each schedule; a statement that is not plain gives a schedule
    with nothing else.
    """
    for code in row["languages"].split():
        yield Language, {"id": stable_id("language", row["id"], code), "service_id": service, "code": code}
    if not row["hours"]:
        return
    zone = _zone_of(row["country"])
    for number, opening in enumerate(openings_of(row["hours"]) or [{}]):
        schedule = stable_id("schedule", row["id"], *([str(number)] if number else []))
        yield Schedule, {"id": schedule, "service_id": service, "description": row["hours"], **_UNKNOWN, **opening}
        if zone and opening:
            yield ScheduleZone, {"schedule_id": schedule, "zone": zone}


def _zone_of(country: str) -> str | None:
    """Return the time zone of a country (CLDR) that has one alone: of several, nobody printed which."""
    zones: Sequence[str] = get_global("territory_zones").get(country, ())
    return zones[0] if len(zones) == 1 else None


def phone_records(row: Row, service: str, position: int) -> Iterator[Record]:
    """Yield a phone and what it can do."""
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
