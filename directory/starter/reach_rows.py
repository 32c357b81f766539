"""Turn what a starter row says about hours, languages and phones into records of the tables."""

import re
from collections.abc import Iterator
from typing import Final

from sqlmodel import SQLModel

from directory.models import Language, Phone, PhoneReach, Schedule, stable_id

Row = dict[str, str]
Record = tuple[type[SQLModel], dict[str, object]]

# HSDS names for what a number is for; it has none for chats.
_PHONE_TYPES: Final = {"voice": "voice", "sms": "text", "chat": "chat"}
# Only a plain statement counts: "24/7 emergencies only" or "24/7 or 08:00-20:00" do not.
_ALWAYS = re.compile(r"24/7(, 365 days| \(as printed\)| per (second )?source| call centre| \((mobile|SMS)\))?")
EVERY_DAY: Final = "MO,TU,WE,TH,FR,SA,SU"
DAY_BEGINS, DAY_ENDS = "00:00", "23:59"


def when_and_tongue(row: Row, service: str) -> Iterator[Record]:
    """Yield the languages and the hours of a service; hours stay as printed."""
    for code in row["languages"].split():
        yield Language, {"id": stable_id("language", row["id"], code), "service_id": service, "code": code}
    if row["hours"]:
        always = _ALWAYS.fullmatch(row["hours"]) is not None
        yield (
            Schedule,
            {
                "id": stable_id("schedule", row["id"]),
                "service_id": service,
                "description": row["hours"],
                "freq": "WEEKLY" if always else None,
                "byday": EVERY_DAY if always else None,
                "opens_at": DAY_BEGINS if always else None,
                "closes_at": DAY_ENDS if always else None,
            },
        )


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
