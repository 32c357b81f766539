"""Protected addresses and contacts, and the circles that may read them.

The danger is a value that leaks by accident, in a log or a traceback: a `repr` shows only ids and the circle.
"""

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Final

from directory.domain.digits import to_ascii_digits


class AccessCircle(StrEnum):
    """The readers of an entry. The public is not a circle: it reads none of this."""

    PARTNER = "partner"
    STAFF = "staff"

    @property
    def readable_circles(self) -> tuple["AccessCircle", ...]:
        """The circles whose entries these readers see: staff see what partners see too."""
        return (AccessCircle.PARTNER, AccessCircle.STAFF) if self is AccessCircle.STAFF else (AccessCircle.PARTNER,)


@dataclass(frozen=True, slots=True)
class ProtectedAddress:
    """The address of a location: the fields of an HSDS `address`, and its coordinates in degrees (WGS 84)."""

    id: str
    location_id: str
    circle: AccessCircle
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
    """A contact of a service: the fields of an HSDS `contact`, and one phone number."""

    id: str
    service_id: str
    circle: AccessCircle
    name: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    department: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    number: str | None = field(default=None, repr=False)


ProtectedEntry = ProtectedAddress | ProtectedContact

_UNPROTECTED: Final = frozenset({"id", "location_id", "service_id", "circle"})
ADDRESS_FIELDS: Final = tuple(item.name for item in fields(ProtectedAddress) if item.name not in _UNPROTECTED)
CONTACT_FIELDS: Final = tuple(item.name for item in fields(ProtectedContact) if item.name not in _UNPROTECTED)
COORDINATES: Final = ("latitude", "longitude")
_NUMERIC: Final = frozenset({"number", "postal_code", *COORDINATES})


def clean_digits(name: str, text: str) -> str:
    """Return the text of a field as typed, numbers with the digits 0 to 9."""
    return to_ascii_digits(text) if name in _NUMERIC else text


def protected_values(entry: ProtectedEntry) -> dict[str, str | float | None]:
    """Return the protected values by field."""
    names = ADDRESS_FIELDS if isinstance(entry, ProtectedAddress) else CONTACT_FIELDS
    return {name: getattr(entry, name) for name in names}
