"""The API as one ASGI application."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from pydantic import BaseModel
from sqlalchemy import Engine
from starlette.types import ASGIApp, Receive, Scope, Send

from directory.api.endpoints import HIDDEN_ROUTE, MAX_STREAMS, HsdsResponder
from directory.api.errors import add_error_handlers
from directory.api.limits import RequestLimits, WorkLimit
from directory.api.resources import (
    organization_routes,
    service_at_location_routes,
    service_routes,
    taxonomy_routes,
    taxonomy_term_routes,
)
from directory.api.responses import json_response
from directory.url_cache import UrlCacheMiddleware

_PROFILE: Final = (Path(__file__).parent / "profile.md").read_text(encoding="utf-8")


class Meta(BaseModel):
    """The metadata that the standard requires of an API."""

    version: str
    profile: str
    openapi_url: str


def meta_routes(api: FastAPI, public_url: str | None) -> APIRouter:
    """Return the endpoints about the API itself; `public_url` defaults to the URL of the request."""
    router = APIRouter(tags=["about"])

    @router.get("/", response_model=Meta)
    @router.head("/", **HIDDEN_ROUTE)
    def get_meta(request: Request) -> Response:
        """Return the version of HSDS, and where our profile of it and the OpenAPI document are."""
        base = _base(request, public_url)
        content = Meta(version="3.0", profile=f"{base}/profile", openapi_url=f"{base}/openapi.json")
        return json_response(request, content.model_dump())

    @router.get("/openapi.json", **HIDDEN_ROUTE)
    @router.head("/openapi.json", **HIDDEN_ROUTE)
    def get_openapi(request: Request) -> Response:
        # FastAPI does not know the URL of an application that is mounted by another.
        return json_response(request, {**api.openapi(), "servers": [{"url": _base(request, public_url)}]})

    @router.get("/profile", **HIDDEN_ROUTE)
    @router.head("/profile", **HIDDEN_ROUTE)
    def get_profile() -> Response:
        return Response(_PROFILE, media_type="text/markdown", headers={"Cache-Control": "public, max-age=3600"})

    return router


def _base(request: Request, public_url: str | None) -> str:
    here = f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"
    return (public_url or here).rstrip("/")


class TrailingSlash:
    """ASGI middleware that serves "/services/" as "/services", without a redirect that would repeat the query."""

    def __init__(self, app: ASGIApp) -> None:
        """Serve `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on without a slash at the end of its path."""
        path = scope.get("path", "")
        if path.endswith("/") and path != f"{scope.get('root_path', '')}/":
            scope = {**scope, "path": path[:-1]}
        await self._app(scope, receive, send)


COUNT_CACHE_SECONDS: Final = 60.0


def make_api(
    engine: Engine,
    *,
    public_url: str | None = None,
    count_cache_seconds: float = COUNT_CACHE_SECONDS,
    max_streams: int = MAX_STREAMS,
    work_limit: WorkLimit | None = None,
) -> FastAPI:
    """Return the read-only HSDS API over a directory that `open_database` opened.

    `public_url` is the URL of the API itself, such as "https://hotline.example/hsds"; by default links are made from
    the URL of the request. `count_cache_seconds` 0 counts at every request. `work_limit` is by default that of an API
    which shares its process with the chat.
    Serve it without access logs: URLs hold what a person searched for.
    """
    api = FastAPI(
        title="Waylight referral directory",
        version="1.0",
        summary="Open Referral HSDS 3.0, read-only.",
        license_info={"name": "Open data; facts with their sources"},
        openapi_url=None,
        redirect_slashes=False,
    )
    work_limit = work_limit or WorkLimit()
    responder = HsdsResponder(engine, work_limit, count_cache_seconds, max_streams)
    api.include_router(meta_routes(api, public_url))
    for routes in (
        service_routes,
        organization_routes,
        service_at_location_routes,
        taxonomy_routes,
        taxonomy_term_routes,
    ):
        api.include_router(routes(responder))
    add_error_handlers(api)
    api.add_middleware(RequestLimits, work=work_limit)
    api.add_middleware(TrailingSlash)
    # The data is public and there are no cookies: any web page may read it.
    api.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["Content-Type", "If-None-Match"],
        expose_headers=["Content-Language", "ETag", "Retry-After"],
    )
    api.add_middleware(UrlCacheMiddleware)
    return api
