"""/service_at_locations."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from directory.api import serializers, service_lists
from directory.api.endpoints import A_LIST, A_QUESTION, AN_OBJECT, QUIET, Desk
from directory.api.query_params import OfServiceAtLocations, ServiceAtLocationsBody, Told


def service_at_location_routes(desk: Desk) -> APIRouter:
    """Return the endpoints of services at locations; places that are protected stand in none of them."""
    router = APIRouter(tags=["service_at_locations"])

    @router.get("/service_at_locations", **A_LIST)
    @router.head("/service_at_locations", **QUIET)
    def list_service_at_locations(request: Request, asked: Annotated[OfServiceAtLocations, Query()]) -> Response:
        """Return services at locations, each with its service and its location."""
        return desk.many(request, asked, service_lists.service_at_locations, serializers.service_at_locations)

    @router.post("/service_at_locations", **A_QUESTION)
    def ask_for_service_at_locations(request: Request, asked: ServiceAtLocationsBody | None = None) -> Response:
        wanted = asked or ServiceAtLocationsBody()
        return desk.many(request, wanted, service_lists.service_at_locations, serializers.service_at_locations)

    @router.get("/service_at_locations/{id}", **AN_OBJECT)
    @router.head("/service_at_locations/{id}", **QUIET)
    def get_service_at_location(request: Request, id: str, asked: Annotated[Told, Query()]) -> Response:  # noqa: A002
        """Return a service at a location with everything that belongs to it."""
        return desk.one(request, asked, id, serializers.service_at_location)

    return router
