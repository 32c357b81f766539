"""The endpoints: /services, /organizations, /service_at_locations, /taxonomies and /taxonomy_terms."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection, select

from directory.api import serializers, service_lists
from directory.api.endpoints import HIDDEN_ROUTE, LIST_ROUTE, OBJECT_ROUTE, POST_LIST_ROUTE, HsdsResponder
from directory.api.filters import IdList, is_storable, search_organizations, search_table
from directory.api.pagination import KeysetList
from directory.api.query_params import (
    ListBody,
    ListParams,
    ObjectParams,
    OrganizationListParams,
    OrganizationParams,
    OrganizationsBody,
    ServiceAtLocationListParams,
    ServiceAtLocationsBody,
    ServiceListParams,
    ServicesBody,
    TaxonomyTermListParams,
    TaxonomyTermsBody,
)
from directory.models import hsds_table


def service_routes(responder: HsdsResponder) -> APIRouter:
    """Return the endpoints of services."""
    router = APIRouter(tags=["services"])

    @router.get("/services", **LIST_ROUTE)
    @router.head("/services", **HIDDEN_ROUTE)
    def list_services(request: Request, params: Annotated[ServiceListParams, Query()]) -> Response:
        """Return services, with the organization and the program of each; every status is shown."""
        return responder.list_response(request, params, service_lists.services, serializers.services)

    @router.post("/services", **POST_LIST_ROUTE)
    def ask_for_services(request: Request, params: ServicesBody | None = None) -> Response:
        return responder.list_response(request, params or ServicesBody(), service_lists.services, serializers.services)

    @router.get("/services/{id}", **OBJECT_ROUTE)
    @router.head("/services/{id}", **HIDDEN_ROUTE)
    def get_service(request: Request, id: str, params: Annotated[ObjectParams, Query()]) -> Response:  # noqa: A002
        """Return a service with everything that belongs to it."""
        return responder.object_response(request, params, id, serializers.service)

    return router


_ORGANIZATION = hsds_table("organization")
_ALL = KeysetList("organization", select(_ORGANIZATION.c.id), (_ORGANIZATION.c.id,))


def organization_routes(responder: HsdsResponder) -> APIRouter:
    """Return the endpoints of organizations."""
    router = APIRouter(tags=["organizations"])

    @router.get("/organizations", **LIST_ROUTE)
    @router.head("/organizations", **HIDDEN_ROUTE)
    def list_organizations(request: Request, params: Annotated[OrganizationListParams, Query()]) -> Response:
        """Return organizations."""
        return responder.list_response(request, params, _organizations, serializers.organizations)

    @router.post("/organizations", **POST_LIST_ROUTE)
    def ask_for_organizations(request: Request, params: OrganizationsBody | None = None) -> Response:
        return responder.list_response(
            request, params or OrganizationsBody(), _organizations, serializers.organizations
        )

    @router.get("/organizations/{id}", **OBJECT_ROUTE)
    @router.head("/organizations/{id}", **HIDDEN_ROUTE)
    def get_organization(request: Request, id: str, params: Annotated[OrganizationParams, Query()]) -> Response:  # noqa: A002
        """Return an organization with everything that belongs to it, and its services by id and name or whole."""
        return responder.object_response(request, params, id, serializers.organization)

    return router


def _organizations(connection: Connection, params: OrganizationListParams) -> KeysetList | IdList:
    if not params.search:
        return _ALL
    return search_organizations(connection, params.search) if is_storable(params.search) else IdList()


def service_at_location_routes(responder: HsdsResponder) -> APIRouter:
    """Return the endpoints of services at locations; protected places appear in none of them."""
    router = APIRouter(tags=["service_at_locations"])

    @router.get("/service_at_locations", **LIST_ROUTE)
    @router.head("/service_at_locations", **HIDDEN_ROUTE)
    def list_service_at_locations(
        request: Request, params: Annotated[ServiceAtLocationListParams, Query()]
    ) -> Response:
        """Return services at locations, each with its service and its location."""
        return responder.list_response(
            request, params, service_lists.service_at_locations, serializers.service_at_locations
        )

    @router.post("/service_at_locations", **POST_LIST_ROUTE)
    def ask_for_service_at_locations(request: Request, params: ServiceAtLocationsBody | None = None) -> Response:
        wanted = params or ServiceAtLocationsBody()
        return responder.list_response(
            request, wanted, service_lists.service_at_locations, serializers.service_at_locations
        )

    @router.get("/service_at_locations/{id}", **OBJECT_ROUTE)
    @router.head("/service_at_locations/{id}", **HIDDEN_ROUTE)
    def get_service_at_location(request: Request, id: str, params: Annotated[ObjectParams, Query()]) -> Response:  # noqa: A002
        """Return a service at a location with everything that belongs to it."""
        return responder.object_response(request, params, id, serializers.service_at_location)

    return router


_TAXONOMY = hsds_table("taxonomy")
_TERM = hsds_table("taxonomy_term")


def taxonomy_routes(responder: HsdsResponder) -> APIRouter:
    """Return the endpoints of taxonomies."""
    router = APIRouter(tags=["taxonomies"])

    @router.get("/taxonomies", **LIST_ROUTE)
    @router.head("/taxonomies", **HIDDEN_ROUTE)
    def list_taxonomies(request: Request, params: Annotated[ListParams, Query()]) -> Response:
        """Return taxonomies."""
        return responder.list_response(request, params, _taxonomies, serializers.taxonomies)

    @router.post("/taxonomies", **POST_LIST_ROUTE)
    def ask_for_taxonomies(request: Request, params: ListBody | None = None) -> Response:
        return responder.list_response(request, params or ListBody(), _taxonomies, serializers.taxonomies)

    @router.get("/taxonomies/{id}", **OBJECT_ROUTE)
    @router.head("/taxonomies/{id}", **HIDDEN_ROUTE)
    def get_taxonomy(request: Request, id: str, params: Annotated[ObjectParams, Query()]) -> Response:  # noqa: A002
        """Return a taxonomy."""
        return responder.object_response(request, params, id, serializers.taxonomies)

    return router


def taxonomy_term_routes(responder: HsdsResponder) -> APIRouter:
    """Return the endpoints of taxonomy terms."""
    router = APIRouter(tags=["taxonomy_terms"])

    @router.get("/taxonomy_terms", **LIST_ROUTE)
    @router.head("/taxonomy_terms", **HIDDEN_ROUTE)
    def list_taxonomy_terms(request: Request, params: Annotated[TaxonomyTermListParams, Query()]) -> Response:
        """Return taxonomy terms, each with its taxonomy."""
        return responder.list_response(request, params, _terms, serializers.taxonomy_terms)

    @router.post("/taxonomy_terms", **POST_LIST_ROUTE)
    def ask_for_taxonomy_terms(request: Request, params: TaxonomyTermsBody | None = None) -> Response:
        return responder.list_response(request, params or TaxonomyTermsBody(), _terms, serializers.taxonomy_terms)

    @router.get("/taxonomy_terms/{id}", **OBJECT_ROUTE)
    @router.head("/taxonomy_terms/{id}", **HIDDEN_ROUTE)
    def get_taxonomy_term(request: Request, id: str, params: Annotated[ObjectParams, Query()]) -> Response:  # noqa: A002
        """Return a taxonomy term with its taxonomy."""
        return responder.object_response(request, params, id, serializers.taxonomy_terms)

    return router


def _taxonomies(connection: Connection, params: ListParams) -> KeysetList | IdList:
    if params.search:
        return search_table(connection, _TAXONOMY, params.search)
    return KeysetList("taxonomy", select(_TAXONOMY.c.id), (_TAXONOMY.c.id,))


def _terms(connection: Connection, params: TaxonomyTermListParams) -> KeysetList | IdList:
    if not is_storable(params.taxonomy_id, params.parent_id):
        return IdList()
    rows = select(_TERM.c.id)
    if params.taxonomy_id:
        rows = rows.where(_TERM.c.taxonomy_id == params.taxonomy_id)
    if params.parent_id:
        rows = rows.where(_TERM.c.parent_id == params.parent_id)
    if params.top_only:
        rows = rows.where(_TERM.c.parent_id.is_(None))
    if params.search:
        return search_table(connection, _TERM, params.search, rows)
    name = ("taxonomy_term", params.taxonomy_id, params.parent_id, params.top_only)
    return KeysetList(name, rows, (_TERM.c.id,))
