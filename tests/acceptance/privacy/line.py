"""Both channels with the real engine in the test's own process, on any store and by any clock."""

import contextlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from bot.channels.sms.webhook import PATH, Sms
from bot.channels.telegram.webhook import Telegram
from bot.core.message import InboundMessage, Reply
from bot.engine.engine import Engine
from bot.engine.processor import TurnProcessor
from bot.engine.throttle import Pace
from bot.privacy.encryption import Keys
from bot.privacy.pseudonyms import Pseudonyms
from bot.rendering.renderer import Speaker
from bot.state.store import Store
from tests.acceptance.privacy.letters import pressed, texted, written
from tests.channels.people import AUTH_TOKEN, PUBLIC_URL, SECRET, answered_once
from tests.channels.serving import served
from tests.harness.carriers.bot_api import BotApi
from tests.harness.carriers.door import Answer, Parcel
from tests.harness.carriers.http_client import Wire
from tests.harness.carriers.http_server import listening
from tests.harness.carriers.telegram import Telegram as TelegramNetwork
from tests.harness.carriers.twilio import Twilio, texts_of, words_of
from tests.harness.carriers.twilio_rest import TwilioRest
from tests.resilience.load.networks import Networks


@dataclass
class Line:
    """A line that people reach; `heard` is what the engine was asked, last of all."""

    networks: Networks
    wire: Wire
    store: Store
    pseudonyms: Pseudonyms
    heard: list[InboundMessage] = field(default_factory=list)

    async def brings(self, parcel: Parcel) -> Answer:
        """Bring a parcel once."""
        return await self.wire.bring(parcel, within=60)

    async def texts(self, number: str, body: str, **more: str) -> list[str]:
        """Text; return what comes back."""
        answer = await self.brings(texted(self.networks, number, body, **more))
        assert answer.status == 200
        return list(map(words_of, texts_of(answer)))

    async def writes(self, chat: int, text: str) -> list[str]:
        """Write on Telegram; return what the bot says to it."""
        return await self._said_to(chat, written(self.networks, chat, text))

    async def presses(self, chat: int, number: int) -> list[str]:
        """Press a button of the last message that has some; return what the bot says to it."""
        return await self._said_to(chat, pressed(self.networks, chat, number))

    async def _said_to(self, chat: int, parcel: Parcel) -> list[str]:
        said = self.networks.telegram.api.chats.said_to
        before = {message.id for message in said(chat)}
        assert (await self.brings(parcel)).status == 200
        return [message.text for message in said(chat) if message.id not in before]


@contextlib.asynccontextmanager
async def connected(  # noqa: PLR0913  what a line is made of
    processor: TurnProcessor,
    store: Store,
    keys: Keys,
    *,
    clock: Callable[[], float] = time.time,
    rotate_after: timedelta = timedelta(days=1),
    grace: timedelta = timedelta(hours=2),
) -> AsyncIterator[Line]:
    """Serve both channels; everything is kept in `store`, and keys turn by `clock`."""
    processor.keep_in(store, keys)
    engine = Engine(processor, Speaker(processor.domain.responses).speak, pace=Pace(store))
    pseudonyms = Pseudonyms(store, clock, rotate_after, grace)
    api, rest = BotApi("618:in-process"), TwilioRest("AC" + "0" * 32, AUTH_TOKEN)
    heard: list[InboundMessage] = []

    async def answer(message: InboundMessage) -> Sequence[Reply]:
        heard.append(message)
        return await engine.answer(message)

    once = answered_once(answer, store)
    async with contextlib.AsyncExitStack() as open_now:
        api_url = await open_now.enter_async_context(listening(api.handle))
        telegram = Telegram(api.token, SECRET, api_url, once, pseudonyms)
        sms = Sms(AUTH_TOKEN, PUBLIC_URL, once, pseudonyms)
        open_now.push_async_callback(telegram.stop)
        open_now.push_async_callback(sms.stop)
        url = await open_now.enter_async_context(served(telegram.router(), sms.router()))
        await telegram.connect(PUBLIC_URL)
        wire = Wire(urlsplit(url).port or 0)
        open_now.callback(wire.close)
        networks = Networks(TelegramNetwork(api, wire), Twilio(rest, AUTH_TOKEN, PUBLIC_URL + PATH, wire), {})
        yield Line(networks, wire, store, pseudonyms, heard)
