"""JSON responses with an ETag, so that a client that has the content need not load it again."""

import json
from hashlib import sha256
from typing import Any, Final

from fastapi import Request, Response

from directory.api.query_params import ObjectParams

_CACHEABLE: Final = "public, max-age=60"
_NOT_CACHEABLE: Final = "no-store"
"""What a person searched for must not remain on a shared computer or in a proxy."""
_SENSITIVE_PARAMS: Final = ("search", "postcode")


def json_response(request: Request, content: Any, params: ObjectParams | None = None) -> Response:
    """Return `content` as JSON, or 304 if the client has it: the tag is a hash of the bytes."""
    body = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, **response_headers(request, params)}
    if request.method in {"GET", "HEAD"} and _matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def response_headers(request: Request, params: ObjectParams | None) -> dict[str, str]:
    """Return whether the response may be cached, and its language if one was requested."""
    is_sensitive = any(getattr(params, name, "") for name in _SENSITIVE_PARAMS)
    headers = {"Cache-Control": _NOT_CACHEABLE if is_sensitive or request.method == "POST" else _CACHEABLE}
    if params and params.language:
        headers["Content-Language"] = params.language
    return headers


def _matches(header: str, tag: str) -> bool:
    """Return whether an If-None-Match header names the tag (RFC 9110, 13.1.2: weak comparison)."""
    tags = [part.strip().removeprefix("W/") for part in header.split(",")]
    return tag in tags or tags == ["*"]
