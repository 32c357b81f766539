"""What nests in what, seen from the object that was asked for.

The compiled schemas differ from one top to another: a service nests its organization, an organization its
services, and neither comes back to where it began.
"""

from typing import Any, Final

from directory.models import PARTS, WHOLES, Many, One

Object = dict[str, Any]
Shape = dict[str, tuple[tuple[Many, ...], tuple[One, ...]]]
"""The lists and the single objects of each table."""

_BASE: Final[Shape] = {table: (PARTS[table], WHOLES.get(table, ())) for table in PARTS}
_SERVICES: Final = Many("services", "service", "organization_id")
_SERVICE: Final = One("service", "service", "service_id")


def shape_for(table: str, *, services: bool = False) -> Shape:
    """Return what nests in what below a table; with `services`, an organization nests its services."""
    lists, singles = _BASE["service"]
    if table == "organization" and services:
        of_organization = (*_BASE["organization"][0], _SERVICES)
        of_service = tuple(one for one in singles if one.table != "organization")
        return _BASE | {"organization": (of_organization, ()), "service": (lists, of_service)}
    if table == "service_at_location":
        kept = tuple(one for one in lists if one.table != "service_at_location")
        occasion = _BASE["service_at_location"]
        return _BASE | {table: (occasion[0], (*occasion[1], _SERVICE)), "service": (kept, singles)}
    return _BASE
