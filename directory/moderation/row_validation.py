"""Validate rows as a whole: links, regions, hours and protected locations, which no field shows alone."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.domain.opening_hours.parsing import parse_schedule
from directory.domain.opening_hours.schedule import RawSchedule
from directory.domain.protection import withheld_locations
from directory.hsds.schema import PARENT_COLUMNS
from directory.models import Service, ServiceAtLocation
from directory.moderation.changes import Change, ProjectedRows, Values
from directory.moderation.edits import EDITABLE_FIELDS, EDITABLE_TABLES, Action, foreign_keys
from directory.moderation.errors import BadEditError, EditProblem
from directory.search import Need
from directory.taxonomy import need_term_id

_COORDINATES: Final = ("latitude", "longitude")
_AREA: Final = (*_COORDINATES, "radius_metres")
_LOCATED_TABLES: Final = ("address", "location", "service_at_location")
_LINKS: Final = frozenset({"service_id", "location_id"})
_SCHEDULE_FIELDS: Final = tuple(name for name in RawSchedule.__dataclass_fields__ if name != "zone")
_NEED_TERMS: Final = frozenset(map(need_term_id, Need))
_WITHOUT_TEXTS: Final = frozenset(
    {"attribute", "coverage", "audience", "nationality", "conduct", "schedule_zone", "translation"}
)
"""Tables whose rows hold no text to translate."""


def validate_rows(connection: Connection, changes: Sequence[Change]) -> None:
    """Validate rows as they would be after all of the changes.

    Raises:
        BadEditError: a row is not valid.
    """
    rows = ProjectedRows(connection, changes)
    for change in changes:
        row = rows.get(change.table, change.key)
        if change.action is Action.DELETE or row is None:
            continue
        _check_links(rows, change)
        _check_ancestors(rows, change)
        check = _CHECKS.get(change.table)
        if check:
            check(rows, change, row)
    reject_withheld_locations(connection, changes)


def reject_withheld_locations(connection: Connection, changes: Sequence[Change]) -> None:
    """Reject public addresses and coordinates of protected locations.

    Raises:
        BadEditError: a change would publish one.
    """
    withheld = withheld_locations(connection)
    rows = ProjectedRows(connection, changes)
    for change in changes:
        row = rows.get(change.table, change.key) if change.table in _LOCATED_TABLES and withheld else None
        if row is not None:
            _check_withheld(rows, change, row, withheld)


def _check_links(rows: ProjectedRows, change: Change) -> None:
    for column, target in foreign_keys(change.table):
        key = change.new.get(column)
        if key is not None and not rows.exists(target, key):
            raise BadEditError(change.table, column, EditProblem.LINK)


def _check_ancestors(rows: ProjectedRows, change: Change) -> None:
    column = PARENT_COLUMNS.get(change.table)
    seen, key = {change.key[0]}, change.new.get(column) if column else None
    while column is not None and key is not None:
        if key in seen:
            raise BadEditError(change.table, column, EditProblem.CIRCLE)
        seen.add(key)
        key = (rows.get(change.table, (key,)) or {}).get(column)


def _check_withheld(rows: ProjectedRows, change: Change, row: Values, withheld: frozenset[str]) -> None:
    # Readers of what is protected of a service would otherwise see the location of another organization.
    linked = change.table == "service_at_location" and not _LINKS.isdisjoint(change.new)
    if linked and str(row.get("location_id")) in withheld and not _has_same_organization(rows, row):
        raise BadEditError(change.table, "location_id", EditProblem.WITHHELD)
    if change.table == "address" and str(row.get("location_id")) in withheld:
        raise BadEditError(change.table, None, EditProblem.WITHHELD)
    if change.table == "location" and change.key[0] in withheld:
        for name in _COORDINATES:
            if change.new.get(name) is not None:
                raise BadEditError(change.table, name, EditProblem.WITHHELD)


def _has_same_organization(rows: ProjectedRows, row: Values) -> bool:
    """Return whether a location belongs to the service's organization: by its link, or by all services there."""
    service, location = (rows.get(name, (str(row.get(f"{name}_id")),)) or {} for name in ("service", "location"))
    if location.get("organization_id") is not None:
        return bool(location["organization_id"] == service.get("organization_id"))
    at = col(ServiceAtLocation.service_id) == col(Service.id)
    organizations = select(col(Service.organization_id)).join(ServiceAtLocation, at)
    here = organizations.where(col(ServiceAtLocation.location_id) == row["location_id"])
    return set(rows.connection.scalars(here)) == {service.get("organization_id")}


def _check_coverage(_: ProjectedRows, change: Change, row: Values) -> None:
    region, country = row.get("region"), row.get("country")
    if region is not None and not str(region).startswith(f"{country}-"):
        raise BadEditError(change.table, "region", EditProblem.REGION)
    area = [row.get(name) for name in _AREA]
    if any(value is not None for value in area) and None in area:
        raise BadEditError(change.table, _AREA[area.index(None)], EditProblem.MISSING)


def _check_schedule(_: ProjectedRows, change: Change, row: Values) -> None:
    """Reject new hours that cannot be told to anybody; hours that were imported as printed are left alone."""
    if not any(name in change.new for name in _SCHEDULE_FIELDS):
        return
    values = {name: row.get(name) for name in _SCHEDULE_FIELDS}
    if any(value is not None for value in values.values()) and parse_schedule(RawSchedule(**values)) is None:
        raise BadEditError(change.table, None, EditProblem.HOURS)


def _check_attribute(rows: ProjectedRows, change: Change, row: Values) -> None:
    """Allow only the needs of services: other taxonomy terms are imported."""
    if row.get("link_entity") != "service" or row.get("taxonomy_term_id") not in _NEED_TERMS:
        raise BadEditError(change.table, "taxonomy_term_id", EditProblem.CHOICE)
    if not rows.exists("service", str(row.get("link_id"))):
        raise BadEditError(change.table, "link_id", EditProblem.LINK)


def _check_translation(rows: ProjectedRows, change: Change, row: Values) -> None:
    tables = [table for table in EDITABLE_TABLES if table not in _WITHOUT_TEXTS and rows.exists(table, change.key[0])]
    if not tables:
        raise BadEditError(change.table, "entity_id", EditProblem.LINK)
    fields: dict[str, Any] = {}
    for table in tables:
        fields |= EDITABLE_FIELDS[table]
    if row["field"] not in fields or fields[row["field"]].kind != "text":
        raise BadEditError(change.table, "field", EditProblem.CHOICE)


_CHECKS: Final[dict[str, Callable[[ProjectedRows, Change, Values], None]]] = {
    "coverage": _check_coverage,
    "schedule": _check_schedule,
    "attribute": _check_attribute,
    "translation": _check_translation,
}
