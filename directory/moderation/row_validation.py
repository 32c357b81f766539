"""What is wrong with rows that no field alone shows: links, regions, hours, places that are withheld."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.domain.opening_hours.parsing import rule_of
from directory.domain.opening_hours.schedule import Opening
from directory.domain.withheld import withheld_locations
from directory.exchange.hsds.cycle_check import UPWARDS
from directory.models import Service, ServiceAtLocation
from directory.moderation.changes import Change, Values
from directory.moderation.edits import ASKED, EDITABLE, Action, links_of
from directory.moderation.errors import BadEditError, What
from directory.moderation.projected_rows import Rows
from directory.search import Need
from directory.taxonomy import need_term

_POINT: Final = ("latitude", "longitude")
_PLACED: Final = ("address", "location", "service_at_location")
_LINKS: Final = frozenset({"service_id", "location_id"})
_TIMES: Final = tuple(name for name in Opening.__dataclass_fields__ if name != "zone")
_NEEDS: Final = frozenset(map(need_term, Need))
_CODED: Final = frozenset(
    {"attribute", "coverage", "audience", "nationality", "conduct", "schedule_zone", "translation"}
)
"""Tables whose rows have no texts of their own to translate."""


def check_together(connection: Connection, changes: Sequence[Change]) -> None:
    """Judge rows as they would stand after all of the changes.

    Raises:
        BadEditError: one of them can't be.
    """
    rows = Rows(connection, changes)
    for change in changes:
        row = rows.read(change.table, change.key)
        if change.action is Action.DELETE or row is None:
            continue
        _check_links(rows, change)
        _check_circle(rows, change)
        _OF_TABLES.get(change.table, _nothing)(rows, change, row)
    refuse_withheld(connection, changes)


def refuse_withheld(connection: Connection, changes: Sequence[Change]) -> None:
    """Refuse public addresses and points of places that are protected.

    Raises:
        BadEditError: a change would bring one.
    """
    withheld = withheld_locations(connection)
    rows = Rows(connection, changes)
    for change in changes:
        row = rows.read(change.table, change.key) if change.table in _PLACED and withheld else None
        if row is not None:
            _check_withheld(rows, change, row, withheld)


def _check_links(rows: Rows, change: Change) -> None:
    for column, target in links_of(change.table):
        key = change.new.get(column)
        if key is not None and not rows.has(target, key):
            raise BadEditError(change.table, column, What.LINK)


def _check_circle(rows: Rows, change: Change) -> None:
    column = UPWARDS.get(change.table)
    seen, key = {change.key[0]}, change.new.get(column) if column else None
    while column is not None and key is not None:
        if key in seen:
            raise BadEditError(change.table, column, What.CIRCLE)
        seen.add(key)
        key = (rows.read(change.table, (key,)) or {}).get(column)


def _check_withheld(rows: Rows, change: Change, row: Values, withheld: frozenset[str]) -> None:
    # Whoever may read what is protected of a service would read the place of somebody else's.
    linked = change.table == "service_at_location" and not _LINKS.isdisjoint(change.new)
    if linked and str(row.get("location_id")) in withheld and not _is_theirs(rows, row):
        raise BadEditError(change.table, "location_id", What.WITHHELD)
    if change.table == "address" and str(row.get("location_id")) in withheld:
        raise BadEditError(change.table, None, What.WITHHELD)
    if change.table == "location" and change.key[0] in withheld:
        for name in _POINT:
            if change.new.get(name) is not None:
                raise BadEditError(change.table, name, What.WITHHELD)


def _is_theirs(rows: Rows, row: Values) -> bool:
    """Tell whether a place is of a service's own organization: it says so, or only its services are there."""
    service, place = (rows.read(name, (str(row.get(f"{name}_id")),)) or {} for name in ("service", "location"))
    if place.get("organization_id") is not None:
        return bool(place["organization_id"] == service.get("organization_id"))
    at = col(ServiceAtLocation.service_id) == col(Service.id)
    there = select(col(Service.organization_id)).join(ServiceAtLocation, at)
    here = there.where(col(ServiceAtLocation.location_id) == row["location_id"])
    return set(rows.connection.scalars(here)) == {service.get("organization_id")}


def _coverage(_: Rows, change: Change, row: Values) -> None:
    region, country = row.get("region"), row.get("country")
    if region is not None and not str(region).startswith(f"{country}-"):
        raise BadEditError(change.table, "region", What.REGION)
    point = [row.get(name) for name in (*_POINT, "radius_metres")]
    if any(one is not None for one in point) and None in point:
        missing = (*_POINT, "radius_metres")[point.index(None)]
        raise BadEditError(change.table, missing, What.MISSING)


def _schedule(_: Rows, change: Change, row: Values) -> None:
    """Refuse new times that nobody could be told; hours that stand as they were printed are left."""
    if not any(name in change.new for name in _TIMES):
        return
    said = {name: row.get(name) for name in _TIMES}
    if any(value is not None for value in said.values()) and rule_of(Opening(**said)) is None:
        raise BadEditError(change.table, None, What.HOURS)


def _attribute(rows: Rows, change: Change, row: Values) -> None:
    """Allow what a service is good for, and nothing else: other terms come with files."""
    if row.get("link_entity") != "service" or row.get("taxonomy_term_id") not in _NEEDS:
        raise BadEditError(change.table, "taxonomy_term_id", What.CHOICE)
    if not rows.has("service", str(row.get("link_id"))):
        raise BadEditError(change.table, "link_id", What.LINK)


def _translation(rows: Rows, change: Change, row: Values) -> None:
    tables = [one for one in EDITABLE if one not in _CODED and rows.has(one, change.key[0])]
    if not tables:
        raise BadEditError(change.table, "entity_id", What.LINK)
    fields: dict[str, Any] = {}
    for table in tables:
        fields |= ASKED[table]
    if row["field"] not in fields or fields[row["field"]].kind != "text":
        raise BadEditError(change.table, "field", What.CHOICE)


def _nothing(_: Rows, __: Change, ___: Values) -> None:
    """Most tables have no such rule."""


_OF_TABLES: Final[dict[str, Callable[[Rows, Change, Values], None]]] = {
    "coverage": _coverage,
    "schedule": _schedule,
    "attribute": _attribute,
    "translation": _translation,
}
