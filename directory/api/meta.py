"""/: what this API is, and where its documents are."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI, Request, Response
from pydantic import BaseModel

from directory.api.endpoints import QUIET
from directory.api.responses import answer

_PROFILE: Final = (Path(__file__).parent / "profile.md").read_text(encoding="utf-8")


class Meta(BaseModel):
    """What the standard wants an API to say of itself."""

    version: str
    profile: str
    openapi_url: str


def meta_routes(api: FastAPI, public_url: str | None) -> APIRouter:
    """Return the endpoints that speak of the API itself, at `public_url` or wherever the question was sent."""
    router = APIRouter(tags=["about"])

    @router.get("/", response_model=Meta)
    @router.head("/", **QUIET)
    def get_meta(request: Request) -> Response:
        """Return the version of HSDS, and where our profile of it and the OpenAPI document are."""
        base = _base(request, public_url)
        content = Meta(version="3.0", profile=f"{base}/profile", openapi_url=f"{base}/openapi.json")
        return answer(request, content.model_dump())

    @router.get("/openapi.json", **QUIET)
    @router.head("/openapi.json", **QUIET)
    def get_openapi(request: Request) -> Response:
        # FastAPI's own does not say where an application is that another one mounts.
        return answer(request, {**api.openapi(), "servers": [{"url": _base(request, public_url)}]})

    @router.get("/profile", **QUIET)
    @router.head("/profile", **QUIET)
    def get_profile() -> Response:
        return Response(_PROFILE, media_type="text/markdown", headers={"Cache-Control": "public, max-age=3600"})

    return router


def _base(request: Request, public_url: str | None) -> str:
    here = f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"
    return (public_url or here).rstrip("/")
