"""Which service and which organization a row is about, where it has no id.

Ids are made from names, so that a sheet that is imported a second time finds what the first import made.
"""

from collections.abc import Mapping

from directory.exchange.spreadsheet.columns import Cells
from directory.exchange.spreadsheet.list_cells import joined, judge_list
from directory.exchange.spreadsheet.reader import Row
from directory.exchange.spreadsheet.validation import Finding
from directory.models import stable_id
from directory.parsing.name_keys import folded
from directory.parsing.result import RefusedError
from directory.parsing.texts import uuid

Owners = Mapping[tuple[str, str], str]
"""The ids of organizations that are there, by (name, country)."""


def identity(cells: Cells) -> tuple[str, str, str]:
    """Return what tells one service from another."""
    return folded(cells["organization"]), folded(cells["name"] or cells["organization"]), cells["country"]


def owner_of(cells: Cells, there: Owners) -> str:
    """Return the organization of a new service: one of that name and country that is there, else a new one."""
    key = (cells["organization"], cells["country"])
    return there.get(key) or stable_id("organization", "sheet", *key)


def made_id(names: tuple[str, str, str]) -> str:
    """Return the id that is made from what tells a service from others."""
    return stable_id("service", "sheet", *names)


def id_of(row: Row) -> str:
    """Return the id of a row's service: its own, or one made from its names; empty where it can have none."""
    cells = row.cells
    try:
        if cells.get("id"):
            return uuid(cells["id"]).text
        found = judge_list("countries", cells.get("country", ""), "", set())
        where = joined("countries", [one.text for one in found])
    except RefusedError:
        return ""
    named = {name: cells.get(name, "") for name in ("organization", "name")} | {"country": where}
    return made_id(identity(named)) if where and named["organization"] else ""


def bad_id(text: str) -> list[Finding]:
    """Return what is wrong with an id."""
    try:
        uuid(text)
    except RefusedError as fault:
        return [("id", fault.what, fault.mend)]
    return []
