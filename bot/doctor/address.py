"""Check of the public address: networks must reach us there, over https."""

from collections.abc import AsyncIterator
from functools import partial
from urllib.parse import urlsplit

import httpx

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level

_TELEGRAM_PORTS = (443, 80, 88, 8443)
"""The ports that Telegram posts to (Bot API, setWebhook)."""
_HTTP_OK = 200

_finding = partial(Finding, "public address")


async def check_address(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is wrong with WAYLIGHT_PUBLIC_URL."""
    if settings.is_demo:
        return
    if not settings.public_url:
        yield _finding(
            Level.FAULT, "Set WAYLIGHT_PUBLIC_URL: without it networks can't reach us, and no signature is valid."
        )
        return
    parts = urlsplit(settings.base_url)
    if parts.scheme != "https":
        yield _finding(Level.FAULT, "WAYLIGHT_PUBLIC_URL is not https: others on the way can read what people write.")
    if parts.username or parts.query or parts.fragment:
        yield _finding(Level.FAULT, "WAYLIGHT_PUBLIC_URL has more than a host and a path: take the rest away.")
    if settings.telegram_token and (parts.port or 443) not in _TELEGRAM_PORTS:
        yield _finding(
            Level.FAULT, "Telegram posts to the ports 443, 80, 88 and 8443 only: change WAYLIGHT_PUBLIC_URL."
        )
    yield await _request_health(settings.base_url)


async def _request_health(url: str) -> Finding:
    try:
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            response = await client.get(f"{url}/health")
    except httpx.HTTPError:
        return _finding(
            Level.FAULT,
            "Nothing answers there that we can trust: start the service, and look at the proxy and its certificate.",
        )
    except (httpx.InvalidURL, ValueError):
        return _finding(Level.FAULT, "WAYLIGHT_PUBLIC_URL is not a valid address.")
    if response.status_code != _HTTP_OK or response.content != b'{"status":"ok"}':
        return _finding(Level.FAULT, "Something else than Waylight answers at /health there: look at the proxy.")
    return _finding(Level.OK, "Waylight answers there.")
