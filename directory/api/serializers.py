"""The objects that are served: in lists as the standard's `*_list.json`, whole as its compiled schemas."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from directory.api.query_params import Classified, OfOrganizations, OfServices, Told, Whole
from directory.exchange.hsds.documents import Services, plain, translated, whole
from directory.exchange.hsds.extension_export import add_blocks

Object = dict[str, Any]
Build = Callable[[Connection, Sequence[str], Any], list[Object]]
"""Makes the objects of ids, in their order; an id that is nothing is passed over."""

_MINIMAL: Final = (("id", "id"), ("name", "name"), ("status", "status"), ("modified_date", "last_modified"))


def services(connection: Connection, ids: Sequence[str], asked: OfServices) -> list[Object]:
    """Return services for a list.

    The standard's text wants "just id and modified_date" of a minimal list, its schema name and status too.
    """
    if asked.minimal:
        found = plain(connection, "service", ids)
        return [{new: one[old] for new, old in _MINIMAL if old in one} for one in _in(asked, connection, found)]
    return service(connection, ids, asked) if asked.full else _in(asked, connection, _with_owners(connection, ids))


def service(connection: Connection, ids: Sequence[str], asked: Told) -> list[Object]:
    """Return services, whole, with what a person should know before they call: police-linked, unverified and so on."""
    found = _in(asked, connection, whole(connection, "service", ids))
    add_blocks(connection, found)
    return found


def service_at_locations(connection: Connection, ids: Sequence[str], asked: Classified) -> list[Object]:
    """Return services at locations for a list, each with its service and its location."""
    if asked.full:
        return service_at_location(connection, ids, asked)
    found = plain(connection, "service_at_location", ids)
    of = {one["id"]: one for one in _with_owners(connection, _linked(found, "service_id"))}
    at = {one["id"]: one for one in plain(connection, "location", _linked(found, "location_id"))}
    for one in found:
        one["location"], one["service"] = at[one.pop("location_id")], of[one.pop("service_id")]
    return _in(asked, connection, found)


def service_at_location(connection: Connection, ids: Sequence[str], asked: Told) -> list[Object]:
    """Return services at locations, whole."""
    return _in(asked, connection, whole(connection, "service_at_location", ids))


def organizations(connection: Connection, ids: Sequence[str], asked: OfOrganizations) -> list[Object]:
    """Return organizations for a list; their services come only whole, and only if that is asked."""
    if asked.full or asked.full_service:
        return organization(connection, ids, asked)
    return _in(asked, connection, plain(connection, "organization", ids))


def organization(connection: Connection, ids: Sequence[str], asked: Whole | OfOrganizations) -> list[Object]:
    """Return organizations, whole, with the names of their services or with all of them."""
    services: Services = "full" if asked.full_service else "ids"
    return _in(asked, connection, whole(connection, "organization", ids, services=services))


def taxonomies(connection: Connection, ids: Sequence[str], asked: Told) -> list[Object]:
    """Return taxonomies."""
    return _in(asked, connection, whole(connection, "taxonomy", ids))


def taxonomy_terms(connection: Connection, ids: Sequence[str], asked: Told) -> list[Object]:
    """Return terms with their taxonomies."""
    return _in(asked, connection, whole(connection, "taxonomy_term", ids))


def _with_owners(connection: Connection, ids: Sequence[str]) -> list[Object]:
    """Return services with the organization and the program that they belong to."""
    found = plain(connection, "service", ids)
    for table in ("organization", "program"):
        link = f"{table}_id"
        of = {one["id"]: one for one in plain(connection, table, _linked(found, link))}
        for one in found:
            if one.get(link) in of:
                one[table] = of[one.pop(link)]
                one[table].pop("organization_id", None)
    return found


def _linked(objects: list[Object], link: str) -> list[str]:
    return list(dict.fromkeys(one[link] for one in objects if link in one))


def _in(asked: Told, connection: Connection, objects: list[Object]) -> list[Object]:
    return translated(connection, objects, asked.language) if asked.language else objects
