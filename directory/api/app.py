"""The API as one application, which is mounted wherever it is wanted."""

from typing import Final

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from sqlalchemy import Engine

from directory.api.endpoints import MOST_STREAMS, Desk
from directory.api.errors import refuse_in_sentences
from directory.api.meta import meta_routes
from directory.api.organizations import organization_routes
from directory.api.request_limits import ShortBodies
from directory.api.service_at_locations import service_at_location_routes
from directory.api.services import service_routes
from directory.api.taxonomies import taxonomy_routes, taxonomy_term_routes

COUNTS_KEPT_FOR_SECONDS: Final = 60.0


def make_api(
    engine: Engine,
    *,
    public_url: str | None = None,
    counts_kept_for: float = COUNTS_KEPT_FOR_SECONDS,
    most_streams: int = MOST_STREAMS,
) -> FastAPI:
    """Return the read-only HSDS API over a directory that `open_database` opened.

    `public_url` is the address of the API itself, such as "https://hotline.example/hsds"; without it links are
    made from the address that a request was sent to. `counts_kept_for` are seconds; 0 counts at every request.
    Serve it without access logs: an address holds what somebody asked.
    """
    api = FastAPI(
        title="Waylight referral directory",
        version="1.0",
        summary="Open Referral HSDS 3.0, read-only.",
        license_info={"name": "Open data; facts with their sources"},
        openapi_url=None,
        redirect_slashes=False,
    )
    desk = Desk(engine, counts_kept_for, most_streams)
    api.include_router(meta_routes(api, public_url))
    for routes in (
        service_routes,
        organization_routes,
        service_at_location_routes,
        taxonomy_routes,
        taxonomy_term_routes,
    ):
        api.include_router(routes(desk))
    refuse_in_sentences(api)
    api.add_middleware(ShortBodies)
    # Public data, and no cookie tells who asks: any web page may read it.
    api.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["Content-Type", "If-None-Match"],
        expose_headers=["Content-Language", "ETag", "Retry-After"],
    )
    return api
