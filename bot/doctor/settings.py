"""Whether the settings go together, and the secrets are worth the name."""

import os
from collections.abc import AsyncIterator, Iterator
from functools import partial
from itertools import combinations
from urllib.parse import urlsplit

from bot.core.settings import Settings, revealed
from bot.doctor.finding import Finding, Level

_SECRETS = ("telegram_token", "telegram_secret", "twilio_auth_token", "state_key")
_WITH_A_PASSWORD = ("database_url", "redis_url")
_SHORTEST = 24
"""Characters of a secret of one's own: what `openssl rand -hex 32` prints has 64."""
_FEWEST_DIFFERENT = 8
"""Different characters of a random secret of that length, at the very least."""

_finding = partial(Finding, "settings")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is wrong with the settings as such."""
    if settings.is_demo:
        yield _finding(Level.WARNING, "No network is connected: set a Telegram token or a Twilio auth token.")
    if settings.preview and not settings.is_demo:
        yield _finding(
            Level.WARNING, "The page /preview is open to every browser on this machine: unset WAYLIGHT_PREVIEW."
        )
    if settings.metrics_port and not settings.host.is_loopback:
        yield _finding(
            Level.WARNING,
            "Metrics are shown on WAYLIGHT_HOST, beyond this machine: who reads them sees about when people write. Let"
            " nobody but Prometheus reach WAYLIGHT_METRICS_PORT.",
        )
    found = [*_shared(settings), *_guessable(settings), *_shown()]
    for finding in found or [_finding(Level.OK, "No secret is a placeholder, guessable or used twice.")]:
        yield finding


def _shared(settings: Settings) -> Iterator[Finding]:
    given = {name: value for name in _SECRETS if (value := revealed(getattr(settings, name)))}
    for (one, value), (other, its_value) in combinations(given.items(), 2):
        if value == its_value:
            yield _finding(Level.FAULT, f"{_named(one)} and {_named(other)} are the same: give each its own.")


def _guessable(settings: Settings) -> Iterator[Finding]:
    for name in ("telegram_secret", "state_key"):
        value = revealed(getattr(settings, name))
        if value and (len(value) < _SHORTEST or len(set(value.lower())) < _FEWEST_DIFFERENT):
            yield _finding(Level.FAULT, f"{_named(name)} can be guessed: take what `openssl rand -hex 32` prints.")


def _shown() -> Iterator[Finding]:
    shown = [_named(name) for name in _SECRETS if os.environ.get(_named(name))]
    shown += [_named(name) for name in _WITH_A_PASSWORD if urlsplit(os.environ.get(_named(name), "")).password]
    if shown:
        yield _finding(
            Level.WARNING,
            f"{', '.join(shown)} stand in the environment, which others may read: give them as files"
            " (docs/operating.md).",
        )


def _named(name: str) -> str:
    return f"WAYLIGHT_{name.upper()}"
