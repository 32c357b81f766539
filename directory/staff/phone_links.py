"""Numbers that a page offers to call, as links that a phone dials."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.models import Phone, PhoneReach

_DIALLED: Final = frozenset("0123456789+*#")
_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Dialled:
    """A number as it was printed, what it is for, and as a phone dials it; `link` is "" for one that is not called."""

    number: str
    description: str | None
    link: str


def numbers_of(connection: Connection, services: Sequence[str]) -> dict[str, list[Dialled]]:
    """Return the first numbers of services, by service; the main one comes first."""
    asked = (
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
    found: dict[str, list[Dialled]] = defaultdict(list)
    for row in connection.execute(asked):
        link = link_of(row.international or row.number) if row.kind == "voice" else ""
        found[str(row.service_id)].append(Dialled(row.number, row.description, link))
    return {service: numbers[:_FEW] for service, numbers in found.items()}


def link_of(number: str) -> str:
    """Return an address of RFC 3966, with the digits as every phone knows them."""
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in number)
    return f"tel:{''.join(sign for sign in plain if sign in _DIALLED)}"
