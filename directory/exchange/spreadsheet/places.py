"""Write the places of services: areas in words, and public addresses."""

from collections.abc import Sequence

import pycountry
from sqlalchemy import Connection

from directory.exchange.spreadsheet import queries
from directory.exchange.spreadsheet.bulk_statements import delete_all, existing_values, insert_all, update_all
from directory.exchange.spreadsheet.columns import Cells
from directory.exchange.spreadsheet.list_cells import split_items
from directory.exchange.spreadsheet.plan import RowPlan
from directory.exchange.spreadsheet.records import Values
from directory.exchange.spreadsheet.stored_rows import rows_by_service
from directory.models import Address, Location, ServiceArea, ServiceAtLocation, stable_id
from directory.parsing.countries import WORLD

_ADDRESS = ("address", "city", "postal_code")


def add_places(connection: Connection, created: Sequence[RowPlan]) -> None:
    """Write the areas and addresses of new services."""
    insert_all(connection, ServiceArea, [_area(plan) for plan in created if plan.after["area"]])
    _add_addresses(connection, [plan for plan in created if plan.after["address"]])


def update_places(connection: Connection, changed: Sequence[RowPlan]) -> None:
    """Write changed areas and addresses; only the one that the sheet shows is touched."""
    areas = [plan for plan in changed if "area" in plan.changed]
    stored = rows_by_service(connection, queries.AREAS, [plan.service for plan in areas])
    named = [(stored[plan.service][0][1], plan.after["area"]) for plan in areas if stored[plan.service]]
    delete_all(connection, ServiceArea, "id", (key for key, name in named if not name))
    update_all(connection, ServiceArea, "id", [{"id": key, "name": name} for key, name in named if name])
    new = [plan for plan in areas if plan.after["area"] and not stored[plan.service]]
    insert_all(connection, ServiceArea, [_area(plan) for plan in new])
    _update_addresses(connection, [plan for plan in changed if set(_ADDRESS).intersection(plan.changed)])


def _update_addresses(connection: Connection, changed: Sequence[RowPlan]) -> None:
    stored = rows_by_service(connection, queries.ADDRESSES, [plan.service for plan in changed])
    known = [(stored[plan.service][0][3], plan.after) for plan in changed if stored[plan.service]]
    delete_all(connection, Address, "id", (key for key, cells in known if not cells["address"]))
    update_all(connection, Address, "id", [{"id": key} | _street(cells) for key, cells in known if cells["address"]])
    _add_addresses(connection, [plan for plan in changed if plan.after["address"] and not stored[plan.service]])


def _add_addresses(connection: Connection, plans: Sequence[RowPlan]) -> None:
    """Write addresses with a location each; the location may exist from an address that was removed."""
    locations = {stable_id("location", plan.service): plan for plan in plans}
    existing = existing_values(connection, Location, "id", locations)
    new = [(key, plan) for key, plan in locations.items() if key not in existing]
    insert_all(connection, Location, [_location(key, plan) for key, plan in new])
    insert_all(connection, ServiceAtLocation, [_link(key, plan.service) for key, plan in new])
    insert_all(connection, Address, [_address(key, plan) for key, plan in locations.items()])


def _area(plan: RowPlan) -> Values:
    return {"id": stable_id("service_area", plan.service), "service_id": plan.service, "name": plan.after["area"]}


def _location(key: str, plan: RowPlan) -> Values:
    return {"id": key, "location_type": "physical", "organization_id": plan.organization, "name": plan.after["city"]}


def _link(location: str, service: str) -> Values:
    return {"id": stable_id("service_at_location", service), "service_id": service, "location_id": location}


def _address(location: str, plan: RowPlan) -> Values:
    cells = plan.after
    country = split_items(cells["country"])[0]
    region = {"country": "" if country == WORLD else country, "state_province": _province(cells)}
    key = {"id": stable_id("address", plan.service), "location_id": location, "address_type": "physical"}
    return key | region | _street(cells)


def _street(cells: Cells) -> Values:
    return {"address_1": cells["address"], "city": cells["city"], "postal_code": cells["postal_code"]}


def _province(cells: Cells) -> str:
    """Return the name of the only region; HSDS requires the field even if there is none."""
    regions = split_items(cells["regions"])
    region = pycountry.subdivisions.get(code=regions[0]) if len(regions) == 1 else None
    return str(region.name) if region else ""
