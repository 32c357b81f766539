"""Objects as they are served: in lists like the standard's `*_list.json`, single ones like its compiled schemas."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from directory.api.query_params import (
    ObjectParams,
    OrganizationListParams,
    OrganizationParams,
    ServiceFilterParams,
    ServiceListParams,
)
from directory.exchange.hsds.documents import NestedServices, fetch_documents, fetch_rows, translate
from directory.exchange.hsds.extension_export import add_extensions

Object = dict[str, Any]
Serializer = Callable[[Connection, Sequence[str], Any], list[Object]]
"""Returns the objects of ids, in their order; unknown ids are skipped."""

_MINIMAL: Final = (("id", "id"), ("name", "name"), ("status", "status"), ("modified_date", "last_modified"))


def services(connection: Connection, ids: Sequence[str], params: ServiceListParams) -> list[Object]:
    """Return services for a list.

    For a minimal list the standard's text requires "just id and modified_date", its schema also name and status.
    """
    if params.minimal:
        objects = _translated(connection, fetch_rows(connection, "service", ids), params)
        return [{new: item[old] for new, old in _MINIMAL if old in item} for item in objects]
    if params.full:
        return service(connection, ids, params)
    return _translated(connection, _with_owners(connection, ids), params)


def service(connection: Connection, ids: Sequence[str], params: ObjectParams) -> list[Object]:
    """Return complete services, with what a person should know before a call: police-linked, unverified and so on."""
    objects = _translated(connection, fetch_documents(connection, "service", ids), params)
    add_extensions(connection, objects)
    return objects


def service_at_locations(connection: Connection, ids: Sequence[str], params: ServiceFilterParams) -> list[Object]:
    """Return services at locations for a list, each with its service and its location."""
    if params.full:
        return service_at_location(connection, ids, params)
    objects = fetch_rows(connection, "service_at_location", ids)
    services = _by_id(_with_owners(connection, _linked_ids(objects, "service_id")))
    locations = _by_id(fetch_rows(connection, "location", _linked_ids(objects, "location_id")))
    for item in objects:
        item["location"], item["service"] = locations[item.pop("location_id")], services[item.pop("service_id")]
    return _translated(connection, objects, params)


def service_at_location(connection: Connection, ids: Sequence[str], params: ObjectParams) -> list[Object]:
    """Return complete services at locations."""
    return _translated(connection, fetch_documents(connection, "service_at_location", ids), params)


def organizations(connection: Connection, ids: Sequence[str], params: OrganizationListParams) -> list[Object]:
    """Return organizations for a list, with their services only if `full_service` asks for them."""
    if params.full or params.full_service:
        return organization(connection, ids, params)
    return _translated(connection, fetch_rows(connection, "organization", ids), params)


def organization(
    connection: Connection, ids: Sequence[str], params: OrganizationParams | OrganizationListParams
) -> list[Object]:
    """Return complete organizations, with their services complete or by id and name."""
    services: NestedServices = "full" if params.full_service else "ids"
    return _translated(connection, fetch_documents(connection, "organization", ids, services=services), params)


def taxonomies(connection: Connection, ids: Sequence[str], params: ObjectParams) -> list[Object]:
    """Return taxonomies."""
    return _translated(connection, fetch_documents(connection, "taxonomy", ids), params)


def taxonomy_terms(connection: Connection, ids: Sequence[str], params: ObjectParams) -> list[Object]:
    """Return terms with their taxonomies."""
    return _translated(connection, fetch_documents(connection, "taxonomy_term", ids), params)


def _with_owners(connection: Connection, ids: Sequence[str]) -> list[Object]:
    """Return services with their organization and program."""
    services = fetch_rows(connection, "service", ids)
    for table in ("organization", "program"):
        link = f"{table}_id"
        owners = _by_id(fetch_rows(connection, table, _linked_ids(services, link)))
        for item in services:
            if item.get(link) in owners:
                item[table] = owners[item.pop(link)]
                item[table].pop("organization_id", None)
    return services


def _by_id(objects: list[Object]) -> dict[str, Object]:
    return {item["id"]: item for item in objects}


def _linked_ids(objects: list[Object], link: str) -> list[str]:
    return list(dict.fromkeys(item[link] for item in objects if link in item))


def _translated(connection: Connection, objects: list[Object], params: ObjectParams) -> list[Object]:
    return translate(connection, objects, params.language) if params.language else objects
