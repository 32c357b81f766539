"""/: the version of the API and the URLs of its documents."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI, Request, Response
from pydantic import BaseModel

from directory.api.endpoints import HIDDEN_ROUTE
from directory.api.responses import json_response

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
