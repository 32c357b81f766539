"""Limit attempts to prove who one is, by the client's network address."""

from datetime import UTC, datetime
from ipaddress import ip_address

from starlette.exceptions import HTTPException
from starlette.requests import Request

from directory.staff.auth.errors import TooManyAttemptsError
from directory.staff.context import get_context


def limit_attempts(request: Request) -> None:
    """Count an attempt to sign in; raise HTTPException 429 if one network address made too many."""
    try:
        get_context(request).rate_limiter.hit(_client_address(request), datetime.now(UTC))
    except TooManyAttemptsError:
        raise HTTPException(429) from None


def _client_address(request: Request) -> str:
    """Return the client's address: the last one in X-Forwarded-For, which our proxy has added.

    A caller with a public address is not our proxy, and may have forged the header.
    """
    caller = request.client.host if request.client else ""
    # Some proxies add a header line instead of extending the one sent by the client.
    passed_on = ",".join(request.headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
    return caller if not passed_on or _is_public_address(caller) else passed_on


def _is_public_address(address: str) -> bool:
    try:
        known = ip_address(address)
    except ValueError:  # a Unix socket has no address
        return False
    return (getattr(known, "ipv4_mapped", None) or known).is_global
