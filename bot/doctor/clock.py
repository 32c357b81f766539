"""Whether our clock agrees with the networks': keys die and messages are removed by it."""

import time
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime
from functools import partial

import httpx

from bot.channels.telegram.sender import API_URL
from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level

TWILIO_API_URL = "https://api.twilio.com"
_SOME, _MUCH = 30, 300
"""Seconds."""

_finding = partial(Finding, "clock")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield how far we are from each connected network."""
    if settings.telegram_token:
        yield await compared("Telegram", settings.telegram_api_url or API_URL)
    if settings.twilio_auth_token and settings.twilio_account_sid:
        yield await compared("Twilio", settings.twilio_api_url or TWILIO_API_URL)


async def compared(network: str, url: str, ahead: float = 0.0) -> Finding:
    """Compare with the Date that `url` answers with; `ahead` moves our clock forward, to see what happens then."""
    try:
        async with httpx.AsyncClient(timeout=10) as client:
            answer = await client.head(url)
        theirs = parsedate_to_datetime(answer.headers["date"]).timestamp()
    except (httpx.HTTPError, KeyError, ValueError):
        return _finding(Level.WARNING, f"{network} does not tell us the time: it can't be reached.")
    apart = abs(time.time() + ahead - theirs)
    if apart < _SOME:
        return _finding(Level.OK, f"It agrees with {network}'s.")
    level = Level.WARNING if apart < _MUCH else Level.FAULT
    return _finding(
        level, f"It is {apart:.0f} seconds away from {network}'s: let the system set it (`timedatectl set-ntp true`)."
    )
