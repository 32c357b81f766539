"""Keep everybody out who does not sit at this machine."""

import ipaddress
import re

from fastapi import HTTPException, Request

_OUR_NAMES = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)
_LEFT_BY_PROXIES = ("x-forwarded", "x-real-ip", "forwarded", "via")


def only_here(request: Request) -> None:
    """Raise HTTPException 403 for a request from another machine, through a proxy or to another name.

    The other name is how a web page elsewhere would reach us through somebody's browser
    (DNS rebinding). A proxy that leaves no header looks like this machine: docs/preview.md.
    """
    passed_on = any(name.startswith(_LEFT_BY_PROXIES) for name in request.headers)
    if passed_on or not _is_loopback(request) or not _OUR_NAMES.fullmatch(_host(request)):
        raise HTTPException(403, "The preview is open only to a browser on the machine that it runs on.")


def only_our_page(request: Request) -> None:
    """Raise HTTPException 415 for a body that is not JSON, 403 for one that another site's page posts."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "The body must be application/json.")
    ours = f"{request.url.scheme}://{_host(request)}"
    if any(origin != ours for origin in request.headers.getlist("origin")):
        raise HTTPException(403, "Only the preview's own page may post here.")


def _host(request: Request) -> str:
    """Return the host that was asked for, empty where it isn't one."""
    named = request.headers.getlist("host")
    return named[0] if len(named) == 1 else ""


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
