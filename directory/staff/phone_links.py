"""Phone numbers as links to dial."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.domain.digits import to_ascii_digits
from directory.models import Phone, PhoneReach

_DIALLABLE: Final = frozenset("0123456789+*#")
_MAX_PHONES: Final = 5


@dataclass(frozen=True, slots=True)
class PhoneLink:
    """A phone number and its description; `link` is "" if it is not for calls."""

    number: str
    description: str | None
    link: str


def phone_links(connection: Connection, services: Sequence[str]) -> dict[str, list[PhoneLink]]:
    """Return the first phone numbers of services by service id, main numbers first."""
    stmt = (
        select(
            col(Phone.service_id),
            col(Phone.number),
            col(Phone.description),
            col(PhoneReach.kind),
            col(PhoneReach.international),
        )
        .join(PhoneReach, col(PhoneReach.phone_id) == col(Phone.id))
        .where(col(Phone.service_id).in_(services))
        .order_by(col(PhoneReach.position), col(Phone.id))
    )
    links: dict[str, list[PhoneLink]] = defaultdict(list)
    for row in connection.execute(stmt):
        link = tel_uri(row.international or row.number) if row.kind == "voice" else ""
        links[str(row.service_id)].append(PhoneLink(row.number, row.description, link))
    return {service: numbers[:_MAX_PHONES] for service, numbers in links.items()}


def tel_uri(number: str) -> str:
    """Return the `tel:` URI of a number (RFC 3966), with ASCII digits."""
    return f"tel:{''.join(character for character in to_ascii_digits(number) if character in _DIALLABLE)}"
