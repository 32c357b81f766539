"""Write where services are: the area in words, and addresses that everybody may know."""

from collections.abc import Sequence

import pycountry
from sqlalchemy import Connection

from directory.exchange.spreadsheet import queries
from directory.exchange.spreadsheet.bulk_statements import delete_all, insert_all, present, update_all
from directory.exchange.spreadsheet.columns import Cells
from directory.exchange.spreadsheet.list_cells import split
from directory.exchange.spreadsheet.plan import Planned
from directory.exchange.spreadsheet.records import Values
from directory.exchange.spreadsheet.stored_rows import by_service
from directory.models import Address, Location, ServiceArea, ServiceAtLocation, stable_id
from directory.parsing.countries import WORLD

_ADDRESS = ("address", "city", "postal_code")


def add_places(connection: Connection, created: Sequence[Planned]) -> None:
    """Write the areas and addresses of new services."""
    insert_all(connection, ServiceArea, [_area(one) for one in created if one.after["area"]])
    _add_addresses(connection, [one for one in created if one.after["address"]])


def amend_places(connection: Connection, changed: Sequence[Planned]) -> None:
    """Write the areas and addresses that changed; only the one that the sheet shows is touched."""
    areas = [one for one in changed if "area" in one.changed]
    there = by_service(connection, queries.AREAS, [one.service for one in areas])
    named = [(there[one.service][0][1], one.after["area"]) for one in areas if there[one.service]]
    delete_all(connection, ServiceArea, "id", (key for key, name in named if not name))
    update_all(connection, ServiceArea, "id", [{"id": key, "name": name} for key, name in named if name])
    new = [one for one in areas if one.after["area"] and not there[one.service]]
    insert_all(connection, ServiceArea, [_area(one) for one in new])
    _amend_addresses(connection, [one for one in changed if set(_ADDRESS).intersection(one.changed)])


def _amend_addresses(connection: Connection, changed: Sequence[Planned]) -> None:
    there = by_service(connection, queries.ADDRESSES, [one.service for one in changed])
    known = [(there[one.service][0][3], one.after) for one in changed if there[one.service]]
    delete_all(connection, Address, "id", (key for key, cells in known if not cells["address"]))
    update_all(connection, Address, "id", [{"id": key} | _street(cells) for key, cells in known if cells["address"]])
    _add_addresses(connection, [one for one in changed if one.after["address"] and not there[one.service]])


def _add_addresses(connection: Connection, planned: Sequence[Planned]) -> None:
    """Write addresses with a location each; the location may be left from an address that was taken out."""
    locations = {stable_id("location", one.service): one for one in planned}
    there = present(connection, Location, "id", locations)
    fresh = [(key, one) for key, one in locations.items() if key not in there]
    insert_all(connection, Location, [_location(key, one) for key, one in fresh])
    insert_all(connection, ServiceAtLocation, [_link(key, one.service) for key, one in fresh])
    insert_all(connection, Address, [_address(key, one) for key, one in locations.items()])


def _area(one: Planned) -> Values:
    return {"id": stable_id("service_area", one.service), "service_id": one.service, "name": one.after["area"]}


def _location(key: str, one: Planned) -> Values:
    return {"id": key, "location_type": "physical", "organization_id": one.organization, "name": one.after["city"]}


def _link(location: str, service: str) -> Values:
    return {"id": stable_id("service_at_location", service), "service_id": service, "location_id": location}


def _address(location: str, one: Planned) -> Values:
    cells = one.after
    country = split(cells["country"])[0]
    about = {"country": "" if country == WORLD else country, "state_province": _province(cells)}
    key = {"id": stable_id("address", one.service), "location_id": location, "address_type": "physical"}
    return key | about | _street(cells)


def _street(cells: Cells) -> Values:
    return {"address_1": cells["address"], "city": cells["city"], "postal_code": cells["postal_code"]}


def _province(cells: Cells) -> str:
    """Return the name of the only region; HSDS wants one even where there is none."""
    regions = split(cells["regions"])
    found = pycountry.subdivisions.get(code=regions[0]) if len(regions) == 1 else None
    return str(found.name) if found else ""
