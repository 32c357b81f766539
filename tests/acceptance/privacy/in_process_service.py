"""Both channels with the real engine in the test's own process, with any store and clock."""

import contextlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from bot.channels.common.paths import SMS_PATH
from bot.channels.sms.webhook import SmsChannel
from bot.channels.telegram.webhook import TelegramChannel
from bot.core.message import InboundMessage, Reply
from bot.engine.engine import Engine
from bot.engine.processor import TurnProcessor
from bot.engine.throttle import Throttle
from bot.privacy.encryption import Keys
from bot.privacy.pseudonyms import Pseudonyms
from bot.rendering.renderer import Renderer
from bot.state.store import Store
from tests.acceptance.privacy.parcels import button_update, sms_request, text_update
from tests.channels.virtual_users import AUTH_TOKEN, PUBLIC_URL, SECRET, make_responder, run_server
from tests.harness.delivery import WebhookRequest, WebhookResponse
from tests.harness.fake_telegram.bot_api import FakeBotApi
from tests.harness.fake_telegram.delivery import TelegramDelivery as TelegramNetwork
from tests.harness.fake_twilio.delivery import TwilioDelivery, parse_messages, text_of
from tests.harness.fake_twilio.rest_api import FakeTwilioApi
from tests.harness.http_client import HttpClient
from tests.harness.http_server import run_http_server
from tests.resilience.load.networks import Networks

DELIVERIES = 3
"""Telegram tries for a day; what a service refuses as often as this is lost to whoever waits for it."""


@dataclass
class InProcessService:
    """A service that people can reach; `heard` are the messages that reached the engine."""

    networks: Networks
    wire: HttpClient
    store: Store
    pseudonyms: Pseudonyms
    heard: list[InboundMessage] = field(default_factory=list)

    async def deliver(self, parcel: WebhookRequest) -> WebhookResponse:
        """Deliver a request once."""
        return await self.wire.deliver(parcel, within=60)

    async def texts(self, number: str, body: str, **more: str) -> list[str]:
        """Send an SMS; return the answers."""
        answer = await self.deliver(sms_request(self.networks, number, body, **more))
        assert answer.status == 200, answer.status
        return list(map(text_of, parse_messages(answer)))

    async def writes(self, chat: int, text: str) -> list[str]:
        """Write on Telegram; return the answers."""
        return await self._said_to(chat, text_update(self.networks, chat, text))

    async def presses(self, chat: int, number: int) -> list[str]:
        """Press a button of the last message that has buttons; return the answers."""
        return await self._said_to(chat, button_update(self.networks, chat, number))

    async def _said_to(self, chat: int, parcel: WebhookRequest) -> list[str]:
        said = self.networks.telegram.api.chats.sent_by_bot
        before = {message.id for message in said(chat)}
        # Telegram delivers again what was answered with 503: a busy machine can lose the lock of a turn.
        for _ in range(DELIVERIES):
            if (status := (await self.deliver(parcel)).status) != 503:
                break
        assert status == 200, status
        return [message.text for message in said(chat) if message.id not in before]


@contextlib.asynccontextmanager
async def running_in_process(  # noqa: PLR0913  what a line is made of
    processor: TurnProcessor,
    store: Store,
    keys: Keys,
    *,
    clock: Callable[[], float] = time.time,
    rotate_after: timedelta = timedelta(days=1),
    grace: timedelta = timedelta(hours=2),
) -> AsyncIterator[InProcessService]:
    """Serve both channels with this store; keys rotate by `clock`."""
    processor.use_store(store, keys)
    engine = Engine(processor, Renderer(processor.domain.responses).render, throttle=Throttle(store))
    pseudonyms = Pseudonyms(store, clock, rotate_after, grace)
    api, rest = FakeBotApi("618:in-process"), FakeTwilioApi("AC" + "0" * 32, AUTH_TOKEN)
    heard: list[InboundMessage] = []

    async def answer(message: InboundMessage) -> Sequence[Reply]:
        heard.append(message)
        return await engine.answer(message)

    once = make_responder(answer, store)
    async with contextlib.AsyncExitStack() as open_now:
        api_url = await open_now.enter_async_context(run_http_server(api.handle))
        telegram = TelegramChannel(api.token, SECRET, api_url, once, pseudonyms)
        sms = SmsChannel(AUTH_TOKEN, PUBLIC_URL, once, pseudonyms)
        open_now.push_async_callback(telegram.stop)
        open_now.push_async_callback(sms.stop)
        url = await open_now.enter_async_context(run_server(telegram.router(), sms.router()))
        await telegram.register_webhook(PUBLIC_URL)
        wire = HttpClient(urlsplit(url).port or 0)
        open_now.callback(wire.close)
        networks = Networks(
            TelegramNetwork(api, wire), TwilioDelivery(rest, AUTH_TOKEN, PUBLIC_URL + SMS_PATH, wire), {}
        )
        yield InProcessService(networks, wire, store, pseudonyms, heard)
