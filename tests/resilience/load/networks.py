"""Telegram and Twilio of one run, and the settings that connect the service to them."""

import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass

from tests.harness.delivery import Endpoint
from tests.harness.fake_telegram.bot_api import FakeBotApi
from tests.harness.fake_telegram.delivery import TelegramDelivery
from tests.harness.fake_twilio.delivery import OUR_NUMBER, TwilioDelivery
from tests.harness.fake_twilio.rest_api import FakeTwilioApi
from tests.harness.http_server import run_http_server

PUBLIC_URL = "https://hotline.example"
ALLOWED = 1000
"""Messages a second that a bot may send at most, as Telegram allows those who pay for it; without, 30."""


@dataclass(frozen=True)
class Networks:
    """Both networks, and the settings that connect a service with them."""

    telegram: TelegramDelivery
    twilio: TwilioDelivery
    settings: dict[str, str]


@contextlib.asynccontextmanager
async def running_networks(door: Endpoint) -> AsyncIterator[Networks]:
    """Run both in this event loop; they bring what people write to the door."""
    account, auth_token = f"AC{secrets.token_hex(16)}", secrets.token_hex(16)
    api = FakeBotApi(f"{secrets.randbelow(10**9)}:{secrets.token_hex(18)[:35]}")
    rest = FakeTwilioApi(account, auth_token)
    async with run_http_server(api.handle) as telegram_url, run_http_server(rest.handle) as twilio_url:
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
        twilio = TwilioDelivery(rest, auth_token, f"{PUBLIC_URL}/webhooks/sms", door)
        yield Networks(TelegramDelivery(api, door), twilio, settings)
