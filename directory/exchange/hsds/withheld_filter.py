"""Leave out of a package what would make a protected place public again.

The danger is a partner's file from before: it holds the address and the point that staff took out, and
importing it once more would put them back in silence. The rest of such a file is as good as any.
"""

from collections.abc import Container
from typing import Final

from sqlalchemy import Connection

from directory.domain.withheld import services_at_withheld, withheld_locations
from directory.exchange.hsds.links import known_ids
from directory.exchange.hsds.package import POSITIONS, Key, Package

_POINT: Final = ("latitude", "longitude")
_HANGING: Final = {
    "attribute": "link_id",
    "metadata": "resource_id",
    "translation": "entity_id",
    "provenance": "entity_id",
}
_MEND: Final = "Ask whoever keeps the protected places if the public may know it again."
_NEW_PLACE: Final = "Its service has a protected place, and this is the address of a place that is new here."


def leave_out_withheld(connection: Connection, package: Package) -> None:
    """Leave out the addresses and points of protected places, with their history; warn of each."""
    withheld = withheld_locations(connection)
    if withheld:
        _leave_out_points(package, withheld)
        _leave_out_addresses(package, withheld)
        _doubt_new_places(connection, package)


def _leave_out_points(package: Package, withheld: Container[str]) -> None:
    places = [POSITIONS["location"][name] for name in _POINT]
    for key, row in package.rows["location"].items():
        if key in withheld and any(row[place] is not None for place in places):
            package.warning("location", row, "latitude", "This place is protected: its point is left out.", _MEND)
            for place in places:
                row[place] = None
    of, field = POSITIONS["metadata"]["resource_id"], POSITIONS["metadata"]["field_name"]
    history = package.rows["metadata"].items()
    _forget(package, {key for key, row in history if row[of] in withheld and row[field] in _POINT}, "metadata")


def _leave_out_addresses(package: Package, withheld: Container[str]) -> None:
    place = POSITIONS["address"]["location_id"]
    gone = {key: row for key, row in package.rows["address"].items() if row[place] in withheld}
    for row in gone.values():
        package.warning("address", row, None, "The place of this address is protected: it is left out.", _MEND)
    _forget(package, set(gone), "address")


def _doubt_new_places(connection: Connection, package: Package) -> None:
    """Warn of addresses of services with a protected place, at places that are new: it may be the same one."""
    at = package.rows["service_at_location"].values()
    service, location = (POSITIONS["service_at_location"][name] for name in ("service_id", "location_id"))
    guarded = services_at_withheld(connection, {row[service] for row in at})
    places = {row[location] for row in at if row[service] in guarded} - {None}
    new = places - known_ids(connection, "location", places)
    of = POSITIONS["address"]["location_id"]
    for row in package.rows["address"].values() if new else ():
        if row[of] in new:
            package.warning("address", row, None, _NEW_PLACE, "If it is the same place, take it out and protect it.")


def _forget(package: Package, ids: set[Key], table: str) -> None:
    """Drop rows, and what hangs on them, however deep."""
    for key in ids:
        package.rows[table].pop(key, None)
    for hanging, column in _HANGING.items() if ids else ():
        place = POSITIONS[hanging][column]
        _forget(package, {key for key, row in package.rows[hanging].items() if row[place] in ids}, hanging)
