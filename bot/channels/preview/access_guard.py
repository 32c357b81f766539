"""Admit only browsers on this machine."""

import ipaddress
import re

from fastapi import HTTPException, Request

_LOCAL_HOST = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)
_PROXY_HEADERS = ("x-forwarded", "x-real-ip", "forwarded", "via")


def require_local_request(request: Request) -> None:
    """Raise HTTPException 403 for a request from another machine, through a proxy or to another host name.

    A web page elsewhere could reach this one through a browser here by another name (DNS rebinding). A proxy that adds
    no header looks like this machine: docs/preview.md.
    """
    is_proxied = any(name.startswith(_PROXY_HEADERS) for name in request.headers)
    if is_proxied or not _is_loopback(request) or not _LOCAL_HOST.fullmatch(_host(request)):
        raise HTTPException(403, "The preview is open only to a browser on the machine that it runs on.")


def require_same_origin_json(request: Request) -> None:
    """Raise HTTPException 415 for a body that is not JSON, 403 for a body that another site's page posts."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "The body must be application/json.")
    expected = f"{request.url.scheme}://{_host(request)}"
    if any(origin != expected for origin in request.headers.getlist("origin")):
        raise HTTPException(403, "Only the preview's own page may post here.")


def _host(request: Request) -> str:
    """Return the Host header, empty unless there is exactly one."""
    hosts = request.headers.getlist("host")
    return hosts[0] if len(hosts) == 1 else ""


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
