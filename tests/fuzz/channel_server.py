"""Both channels over real HTTP; an echo engine replies, and sometimes the real one."""

import contextlib
import random
from collections.abc import AsyncIterator, Sequence

from bot.channels.sms.redaction import MessageRedactor
from bot.channels.sms.webhook import SmsChannel
from bot.channels.telegram.sender import SenderOptions
from bot.channels.telegram.webhook import TelegramChannel
from bot.core.message import InboundMessage, MessageHandler, Reply
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import MemoryStore
from tests.channels.echo_engine import EchoEngine
from tests.channels.virtual_users import AUTH_TOKEN, PUBLIC_URL, SECRET, make_responder, run_server
from tests.harness.fake_telegram.bot_api import FakeBotApi
from tests.harness.fake_telegram.chats import Chats
from tests.harness.fake_telegram.errors import BotApiError
from tests.harness.http_server import HttpRequest, HttpResponse, run_http_server

REAL_SHARE = 0.02
"""Share of messages that go to the real engine."""


class SamplingEngine:
    """Passes a random share of messages to the real engine, the others to an echo, and stores none of them."""

    def __init__(self, real: MessageHandler | None, rng: random.Random) -> None:
        """Take the real engine, if any."""
        self._echo, self._real, self._rng = EchoEngine(), real, rng
        self.real_count = 0

    async def __call__(self, message: InboundMessage) -> Sequence[Reply]:
        """Return the replies."""
        if self._real and self._rng.random() < REAL_SHARE:
            self.real_count += 1
            return await self._real(message)
        self._echo.messages.clear()
        return await self._echo(message)


@contextlib.asynccontextmanager
async def run_channels(store: MemoryStore, answer: MessageHandler) -> AsyncIterator[str]:
    """Serve both channels; yield the URL. The Bot API forgets every chat; deletions at Twilio are only queued."""
    api = FakeBotApi("123:fuzz")

    async def handle(request: HttpRequest) -> HttpResponse:
        form = request.form()
        try:
            if form.get("chat_id"):
                api.chats = Chats()
                api.chats.open(int(form["chat_id"]))
            return await api.handle(request)
        except (LookupError, ValueError):  # an invalid parameter, which Telegram refuses
            return BotApiError(400, "Bad Request").to_response()

    responder, pseudonyms = make_responder(answer, store), Pseudonyms(store)
    async with run_http_server(handle) as api_url:
        telegram = TelegramChannel(
            api.token, SECRET, api_url, responder, pseudonyms, options=SenderOptions(messages_per_second=100_000)
        )
        sms = SmsChannel(AUTH_TOKEN, PUBLIC_URL, responder, pseudonyms, MessageRedactor("AC", AUTH_TOKEN, None, None))
        async with run_server(telegram.router(), sms.router()) as url:
            yield url
        await sms.stop()
        await telegram.stop()
