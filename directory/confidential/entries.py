"""One protected address or contact.

The danger is a value that comes to light by accident, in a log or a traceback: nothing but ids and
the circle ever shows in the `repr` of these.
"""

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Final


class Circle(StrEnum):
    """The readers for whom something is kept. The public is no circle: it reads none of this."""

    PARTNER = "partner"
    STAFF = "staff"

    @property
    def reads(self) -> tuple["Circle", ...]:
        """The circles whose entries these readers see: staff see what partners see."""
        return (Circle.PARTNER, Circle.STAFF) if self is Circle.STAFF else (Circle.PARTNER,)


@dataclass(frozen=True, slots=True)
class ProtectedAddress:
    """Where a location is: the fields of an HSDS `address`, and its point in degrees (WGS 84)."""

    id: str
    location_id: str
    circle: Circle
    address_1: str = field(repr=False)
    country: str = field(repr=False)
    attention: str | None = field(default=None, repr=False)
    address_2: str | None = field(default=None, repr=False)
    city: str | None = field(default=None, repr=False)
    region: str | None = field(default=None, repr=False)
    state_province: str | None = field(default=None, repr=False)
    postal_code: str | None = field(default=None, repr=False)
    latitude: float | None = field(default=None, repr=False)
    longitude: float | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ProtectedContact:
    """Whom to ask at a service: the fields of an HSDS `contact`, and one number."""

    id: str
    service_id: str
    circle: Circle
    name: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    department: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    number: str | None = field(default=None, repr=False)


Entry = ProtectedAddress | ProtectedContact

_OPEN: Final = frozenset({"id", "location_id", "service_id", "circle"})
ADDRESS_FIELDS: Final = tuple(one.name for one in fields(ProtectedAddress) if one.name not in _OPEN)
CONTACT_FIELDS: Final = tuple(one.name for one in fields(ProtectedContact) if one.name not in _OPEN)
POINT: Final = ("latitude", "longitude")


def secrets_of(entry: Entry) -> dict[str, str | float | None]:
    """Return what is protected, by field."""
    names = ADDRESS_FIELDS if isinstance(entry, ProtectedAddress) else CONTACT_FIELDS
    return {name: getattr(entry, name) for name in names}
