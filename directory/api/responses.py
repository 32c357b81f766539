"""Answers in JSON, each with a tag of its content, so that who has it already need not get it again."""

import json
from hashlib import sha256
from typing import Any, Final

from fastapi import Request, Response

from directory.api.query_params import Told

_KEPT: Final = "public, max-age=60"
_PRIVATE: Final = "no-store"
"""What somebody searched for must not stay behind on a shared computer or in a proxy."""
_TELLING: Final = ("search", "postcode")


def answer(request: Request, content: Any, asked: Told | None = None) -> Response:
    """Return `content` as JSON, or only 304 to whoever has it: the tag is made from the bytes."""
    body = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, **headers_for(request, asked)}
    if request.method in {"GET", "HEAD"} and _known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def headers_for(request: Request, asked: Told | None) -> dict[str, str]:
    """Return who may keep the answer, and its language where one was asked for."""
    telling = any(getattr(asked, name, "") for name in _TELLING)
    headers = {"Cache-Control": _PRIVATE if telling or request.method == "POST" else _KEPT}
    if asked and asked.language:
        headers["Content-Language"] = asked.language
    return headers


def _known(said: str, tag: str) -> bool:
    """Say whether an If-None-Match header names the tag (RFC 9110, 13.1.2: weak comparison)."""
    known = [one.strip().removeprefix("W/") for one in said.split(",")]
    return tag in known or known == ["*"]
