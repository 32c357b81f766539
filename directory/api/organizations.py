"""/organizations."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection, select

from directory.api import serializers
from directory.api.endpoints import A_LIST, A_QUESTION, AN_OBJECT, QUIET, Desk
from directory.api.pagination import Listing
from directory.api.query_params import OfOrganizations, OrganizationsBody, Whole
from directory.api.search_filter import Few, organizations_with, storable
from directory.models import table_of

_ORGANIZATION = table_of("organization")
_ALL = Listing("organization", select(_ORGANIZATION.c.id), (_ORGANIZATION.c.id,))


def organization_routes(desk: Desk) -> APIRouter:
    """Return the endpoints of organizations."""
    router = APIRouter(tags=["organizations"])

    @router.get("/organizations", **A_LIST)
    @router.head("/organizations", **QUIET)
    def list_organizations(request: Request, asked: Annotated[OfOrganizations, Query()]) -> Response:
        """Return organizations."""
        return desk.many(request, asked, _found, serializers.organizations)

    @router.post("/organizations", **A_QUESTION)
    def ask_for_organizations(request: Request, asked: OrganizationsBody | None = None) -> Response:
        return desk.many(request, asked or OrganizationsBody(), _found, serializers.organizations)

    @router.get("/organizations/{id}", **AN_OBJECT)
    @router.head("/organizations/{id}", **QUIET)
    def get_organization(request: Request, id: str, asked: Annotated[Whole, Query()]) -> Response:  # noqa: A002
        """Return an organization with everything that belongs to it, and its services by id and name or whole."""
        return desk.one(request, asked, id, serializers.organization)

    return router


def _found(connection: Connection, asked: OfOrganizations) -> Listing | Few:
    if not asked.search:
        return _ALL
    return organizations_with(connection, asked.search) if storable(asked.search) else Few()
