"""Telegram and Twilio of one run, and what the service is told of them."""

import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass

from tests.harness.carriers.bot_api import BotApi
from tests.harness.carriers.door import Door
from tests.harness.carriers.http_server import listening
from tests.harness.carriers.telegram import Telegram
from tests.harness.carriers.twilio import OUR_NUMBER, Twilio
from tests.harness.carriers.twilio_rest import TwilioRest

PUBLIC_URL = "https://hotline.example"
ALLOWED = 1000
"""Messages a second that a bot may send at most, as Telegram allows those who pay for it; without, 30."""


@dataclass(frozen=True)
class Networks:
    """Both networks, and the settings that connect a service with them."""

    telegram: Telegram
    twilio: Twilio
    settings: dict[str, str]


@contextlib.asynccontextmanager
async def running_networks(door: Door) -> AsyncIterator[Networks]:
    """Run both in this event loop; they bring what people write to the door."""
    account, auth_token = f"AC{secrets.token_hex(16)}", secrets.token_hex(16)
    api = BotApi(f"{secrets.randbelow(10**9)}:{secrets.token_hex(18)[:35]}")
    rest = TwilioRest(account, auth_token)
    async with listening(api.handle) as telegram_url, listening(rest.handle) as twilio_url:
        settings = {
            "WAYLIGHT_PUBLIC_URL": PUBLIC_URL,
            "WAYLIGHT_TELEGRAM_TOKEN": api.token,
            "WAYLIGHT_TELEGRAM_SECRET": secrets.token_hex(16),
            "WAYLIGHT_TELEGRAM_API_URL": telegram_url,
            "WAYLIGHT_TELEGRAM_MESSAGES_A_SECOND": str(ALLOWED),
            "WAYLIGHT_TWILIO_ACCOUNT_SID": account,
            "WAYLIGHT_TWILIO_AUTH_TOKEN": auth_token,
            "WAYLIGHT_TWILIO_NUMBER": OUR_NUMBER,
            "WAYLIGHT_TWILIO_API_URL": twilio_url,
        }
        twilio = Twilio(rest, auth_token, f"{PUBLIC_URL}/webhooks/sms", door)
        yield Networks(Telegram(api, door), twilio, settings)
