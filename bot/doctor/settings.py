"""Check of the settings: they must fit together, and secrets must be strong, distinct and out of the environment."""

import os
from collections.abc import AsyncIterator, Iterator
from functools import partial
from itertools import combinations
from urllib.parse import urlsplit

import httpx

from bot.core.settings import Settings, secret_value
from bot.doctor.finding import Finding, Level

_SECRETS = ("telegram_token", "telegram_secret", "twilio_auth_token", "state_key")
_URLS_WITH_PASSWORD = ("database_url", "redis_url")
_MIN_LENGTH = 24
"""Characters of a secret that the operator chooses: what `openssl rand -hex 32` prints has 64."""
_MIN_DISTINCT = 8
"""Different characters that a random secret of that length has at least."""

_finding = partial(Finding, "settings")


async def check_settings(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is wrong with the settings themselves."""
    if settings.is_demo:
        yield _finding(Level.WARNING, "No network is connected: set a Telegram token or a Twilio auth token.")
    if settings.preview and not settings.is_demo:
        yield _finding(
            Level.WARNING, "The page /preview is open to every browser on this machine: unset WAYLIGHT_PREVIEW."
        )
    if settings.metrics_port and not settings.host.is_loopback:
        yield _finding(
            Level.WARNING,
            "Metrics are shown on WAYLIGHT_HOST, beyond this machine: a reader sees roughly when people write. Let"
            " only Prometheus reach WAYLIGHT_METRICS_PORT.",
        )
    findings = [*_check_reuse(settings), *_check_strength(settings), *_check_environment()]
    for finding in findings or [_finding(Level.OK, "No secret is a placeholder, guessable or used twice.")]:
        yield finding


def _check_reuse(settings: Settings) -> Iterator[Finding]:
    secrets = {name: value for name in _SECRETS if (value := secret_value(getattr(settings, name)))}
    for (name, value), (other_name, other_value) in combinations(secrets.items(), 2):
        if value == other_value:
            yield _finding(
                Level.ERROR, f"{_env_name(name)} and {_env_name(other_name)} are the same: give each its own."
            )


def _check_strength(settings: Settings) -> Iterator[Finding]:
    for name in ("telegram_secret", "state_key"):
        value = secret_value(getattr(settings, name))
        if value and (len(value) < _MIN_LENGTH or len(set(value.lower())) < _MIN_DISTINCT):
            yield _finding(Level.ERROR, f"{_env_name(name)} can be guessed: take what `openssl rand -hex 32` prints.")


def _check_environment() -> Iterator[Finding]:
    exposed = [_env_name(name) for name in _SECRETS if os.environ.get(_env_name(name))]
    exposed += [
        _env_name(name) for name in _URLS_WITH_PASSWORD if urlsplit(os.environ.get(_env_name(name), "")).password
    ]
    if exposed:
        yield _finding(
            Level.WARNING,
            f"{', '.join(exposed)} stand in the environment, which others may read: put them into files"
            " (docs/operating.md).",
        )


def _env_name(name: str) -> str:
    return f"WAYLIGHT_{name.upper()}"


_TELEGRAM_PORTS = (443, 80, 88, 8443)
"""The ports that Telegram posts to (Bot API, setWebhook)."""
_HTTP_OK = 200

_address_finding = partial(Finding, "public address")


async def check_address(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is wrong with WAYLIGHT_PUBLIC_URL."""
    if settings.is_demo:
        return
    if not settings.public_url:
        yield _address_finding(
            Level.ERROR, "Set WAYLIGHT_PUBLIC_URL: without it networks can't reach us, and no signature is valid."
        )
        return
    parts = urlsplit(settings.base_url)
    if parts.scheme != "https":
        yield _address_finding(
            Level.ERROR, "WAYLIGHT_PUBLIC_URL is not https: others on the way can read what people write."
        )
    if parts.username or parts.query or parts.fragment:
        yield _address_finding(Level.ERROR, "WAYLIGHT_PUBLIC_URL has more than a host and a path: take the rest away.")
    if settings.telegram_token and (parts.port or 443) not in _TELEGRAM_PORTS:
        yield _address_finding(
            Level.ERROR, "Telegram posts to the ports 443, 80, 88 and 8443 only: change WAYLIGHT_PUBLIC_URL."
        )
    yield await _request_health(settings.base_url)


async def _request_health(url: str) -> Finding:
    try:
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            response = await client.get(f"{url}/health")
    except httpx.HTTPError:
        return _address_finding(
            Level.ERROR,
            "Nothing answers there that we can trust: start the service, and look at the proxy and its certificate.",
        )
    except (httpx.InvalidURL, ValueError):
        return _address_finding(Level.ERROR, "WAYLIGHT_PUBLIC_URL is not a valid address.")
    if response.status_code != _HTTP_OK or response.content != b'{"status":"ok"}':
        return _address_finding(
            Level.ERROR, "Something else than Waylight answers at /health there: look at the proxy."
        )
    return _address_finding(Level.OK, "Waylight answers there.")
