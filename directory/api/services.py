"""/services."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from directory.api import serializers, service_lists
from directory.api.endpoints import A_LIST, A_QUESTION, AN_OBJECT, QUIET, Desk
from directory.api.query_params import OfServices, ServicesBody, Told


def service_routes(desk: Desk) -> APIRouter:
    """Return the endpoints of services."""
    router = APIRouter(tags=["services"])

    @router.get("/services", **A_LIST)
    @router.head("/services", **QUIET)
    def list_services(request: Request, asked: Annotated[OfServices, Query()]) -> Response:
        """Return services, with the organization and the program of each; every status is shown."""
        return desk.many(request, asked, service_lists.services, serializers.services)

    @router.post("/services", **A_QUESTION)
    def ask_for_services(request: Request, asked: ServicesBody | None = None) -> Response:
        return desk.many(request, asked or ServicesBody(), service_lists.services, serializers.services)

    @router.get("/services/{id}", **AN_OBJECT)
    @router.head("/services/{id}", **QUIET)
    def get_service(request: Request, id: str, asked: Annotated[Told, Query()]) -> Response:  # noqa: A002
        """Return a service with everything that belongs to it."""
        return desk.one(request, asked, id, serializers.service)

    return router
