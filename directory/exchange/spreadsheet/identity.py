"""Identify the service and the organization of a row without an id.

Ids are derived from names, so that importing a sheet again finds what the first import created.
"""

from collections.abc import Mapping

from directory.exchange.spreadsheet.columns import Cells
from directory.exchange.spreadsheet.list_cells import join_items, parse_list
from directory.exchange.spreadsheet.reader import Row
from directory.exchange.spreadsheet.validation import Finding
from directory.models import stable_id
from directory.parsing.result import InvalidValueError
from directory.parsing.texts import normalize_name, parse_uuid

Owners = Mapping[tuple[str, str], str]
"""The ids of existing organizations by (name, country)."""


def identity_key(cells: Cells) -> tuple[str, str, str]:
    """Return what distinguishes one service from another."""
    return (
        normalize_name(cells["organization"]),
        normalize_name(cells["name"] or cells["organization"]),
        cells["country"],
    )


def organization_id_for(cells: Cells, owners: Owners) -> str:
    """Return the id of the organization of a new service: the existing one of this name and country, else a new one."""
    key = (cells["organization"], cells["country"])
    return owners.get(key) or stable_id("organization", "sheet", *key)


def service_id_for(names: tuple[str, str, str]) -> str:
    """Return the id derived from an identity key."""
    return stable_id("service", "sheet", *names)


def row_service_id(row: Row) -> str:
    """Return the id of a row's service: its own, else one derived from its names; empty if it can have none."""
    cells = row.cells
    try:
        if cells.get("id"):
            return parse_uuid(cells["id"]).text
        countries = parse_list("countries", cells.get("country", ""), "", set())
        country_cell = join_items("countries", [country.text for country in countries])
    except InvalidValueError:
        return ""
    names = {name: cells.get(name, "") for name in ("organization", "name")} | {"country": country_cell}
    return service_id_for(identity_key(names)) if country_cell and names["organization"] else ""


def id_findings(text: str) -> list[Finding]:
    """Return a finding if an id is not valid."""
    try:
        parse_uuid(text)
    except InvalidValueError as exc:
        return [("id", exc.reason, exc.hint)]
    return []
