"""People who write on each channel, and the channels served on loopback."""

import asyncio
import contextlib
import queue
import socket
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from xml.etree import ElementTree as ET

import httpx
import uvicorn
from fastapi import APIRouter, FastAPI
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bot.channels.common.paths import SMS_PATH
from bot.channels.console import ADDRESS, run_console
from bot.channels.sms.webhook import SmsChannel
from bot.channels.telegram.sender import SenderOptions
from bot.channels.telegram.webhook import TelegramChannel
from bot.core.message import Address, InboundMessage, MessageHandler, Reply
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import IdempotentResponder
from bot.state.memory_store import MemoryStore
from bot.state.store import Store
from tests.channels.echo_engine import EchoEngine
from tests.harness.fake_telegram import EmulatorClient, make_client, updates

AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
NUMBER = Address("+15005550006")
PUBLIC_URL = "https://hotline.example"
SECRET = "a-secret"
"""The secret that Telegram sends with each update."""


class VirtualUser(Protocol):
    """A person on one channel, and the replies that they got."""

    echo: EchoEngine
    pseudonyms: Pseudonyms
    channel: str
    has_numbered_choices: bool

    @property
    def address(self) -> Address:
        """The person's address on the network."""

    async def send_text(self, text: str, *, times: int = 1) -> None:
        """Send a text, which the network delivers `times` times."""

    async def send_voice_message(self) -> None:
        """Send a message without text."""

    async def choose(self, label: str, number: int) -> None:
        """Press the button, or send the number."""

    async def received(self, at_least: int) -> list[str]:
        """Return all replies so far, waiting for `at_least` of them."""


@dataclass
class TelegramUser:
    """A person on Telegram, at the emulator."""

    api: EmulatorClient
    echo: EchoEngine
    pseudonyms: Pseudonyms
    store: MemoryStore
    bot: TelegramChannel
    channel: str = "telegram"
    has_numbered_choices: bool = False

    @property
    def address(self) -> Address:
        """The chat id."""
        return Address(str(self.api.chat_id))

    async def send_text(self, text: str, *, times: int = 1) -> None:
        """Send a text; every delivery must be acknowledged."""
        update = updates.update(message=updates.message(self.api.chat_id, text=text))
        for _ in range(times):
            assert await self.api.deliver(update) == 200

    async def send_voice_message(self) -> None:
        """Send a voice message."""
        assert await self.api.send(**updates.UNREADABLE["voice"]) == 200

    async def choose(self, label: str, number: int) -> None:  # noqa: ARG002  buttons have no numbers
        """Press the button."""
        assert await self.api.press(label) == 200

    async def received(self, at_least: int) -> list[str]:
        """Return the bot's texts."""
        return [message.text for message in await self.api.wait_for_replies(at_least=at_least)]


@dataclass
class SmsUser:
    """A person with a basic phone; posts are signed by the twilio package."""

    url: str
    echo: EchoEngine
    pseudonyms: Pseudonyms
    channel: str = "sms"
    address: Address = NUMBER
    has_numbered_choices: bool = True
    texts: list[str] = field(default_factory=list)
    _sids: int = 0

    async def send_text(self, text: str, *, times: int = 1) -> None:
        """Send a text; all deliveries must get the same response, which Twilio uses once."""
        responses = {await self._post(Body=text) for _ in range(times)}
        assert len(responses) == 1
        self._sids += 1
        self._receive(responses.pop())

    async def send_voice_message(self) -> None:
        """Send an MMS with a recording and no text."""
        self._receive(await self._post(NumMedia="1"))

    async def choose(self, label: str, number: int) -> None:  # noqa: ARG002  SMS has no buttons
        """Send the number."""
        await self.send_text(str(number))

    async def received(self, at_least: int) -> list[str]:
        """Return the replies."""
        assert len(self.texts) >= at_least
        return self.texts

    def _receive(self, twiml: str) -> None:
        self.texts += [message.text or "" for message in ET.fromstring(twiml)]  # noqa: S314  our own response

    async def _post(self, **fields: str) -> str:
        form = {"MessageSid": f"SM{self._sids:032d}", "From": NUMBER, "Body": "", "NumMedia": "0", **fields}
        response = await post_signed(self.url, form)
        assert response.status_code == 200
        return response.text


@dataclass
class ConsoleUser:
    """A person at a terminal. The conversation blocks its event loop while they type, so it runs in a thread."""

    echo: EchoEngine
    pseudonyms: Pseudonyms
    channel: str = "console"
    address: Address = ADDRESS
    has_numbered_choices: bool = True
    lines: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    texts: list[str] = field(default_factory=list)

    async def send_text(self, text: str, *, times: int = 1) -> None:  # noqa: ARG002  a terminal delivers once
        """Type a line."""
        self.lines.put(text)

    async def send_voice_message(self) -> None:
        """Press Enter, because a terminal has no voice messages."""
        self.lines.put("")

    async def choose(self, label: str, number: int) -> None:  # noqa: ARG002  a terminal has no buttons
        """Type the number."""
        self.lines.put(str(number))

    async def received(self, at_least: int) -> list[str]:
        """Return the printed replies."""
        deadline = time.monotonic() + 5
        while len(self.texts) < at_least and time.monotonic() < deadline:  # noqa: ASYNC110  another thread
            await asyncio.sleep(0.01)
        assert len(self.texts) >= at_least
        return self.texts

    def run(self) -> None:
        """Run the conversation until /quit."""
        asyncio.run(run_console(make_responder(self.echo), self.pseudonyms, "en", self.lines.get, self.texts.append))


def apologize(message: InboundMessage) -> Sequence[Reply]:
    """Return a short fallback reply."""
    return [Reply(f"sorry on {message.channel}")]


def make_responder(answer: MessageHandler, store: Store | None = None) -> IdempotentResponder:
    """Return a responder for a channel."""
    return IdempotentResponder(answer, apologize, store or MemoryStore())


def sign_form(form: dict[str, str], signed_url: str = PUBLIC_URL + SMS_PATH) -> str:
    """Sign a form with the twilio package."""
    return str(RequestValidator(AUTH_TOKEN).compute_signature(signed_url, form))


async def post_signed(
    url: str, form: dict[str, str], signed_url: str | None = None, *, path: str = SMS_PATH
) -> httpx.Response:
    """Post a form as Twilio does."""
    signature = sign_form(form, signed_url or PUBLIC_URL + path)
    async with make_client() as client:
        return await client.post(url + path, data=form, headers={"X-Twilio-Signature": signature})


class Server(uvicorn.Server):
    """A server that stops at once; uvicorn's own checks every 0.1 s, which is most of a short test."""

    def __init__(self, app: FastAPI) -> None:
        """Take the app."""
        super().__init__(uvicorn.Config(app, log_config=None, ws="none", lifespan="off", timeout_graceful_shutdown=5))
        self.stopped = asyncio.Event()

    async def main_loop(self) -> None:
        """Serve until stopped."""
        await self.stopped.wait()


@contextlib.asynccontextmanager
async def run_server(*routers: APIRouter) -> AsyncIterator[str]:
    """Serve the routers on loopback, in the test's own event loop; yield the URL."""
    app = FastAPI()
    for router in routers:
        app.include_router(router)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(app)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.stopped.set()
            await task


@contextlib.asynccontextmanager
async def run_telegram(
    api: EmulatorClient, store: MemoryStore | None = None, *, options: SenderOptions | None = None
) -> AsyncIterator[TelegramUser]:
    """Serve the Telegram channel; yield a user."""
    store, echo = store or MemoryStore(), EchoEngine()
    pseudonyms = Pseudonyms(store)
    bot = TelegramChannel(api.token, SECRET, api.url, make_responder(echo, store), pseudonyms, options=options)
    async with run_server(bot.router()) as url:
        await bot.register_webhook(url)
        yield TelegramUser(api, echo, pseudonyms, store, bot)
        await bot.stop()


@contextlib.asynccontextmanager
async def run_sms(store: MemoryStore | None = None, *, is_help_answered: bool = False) -> AsyncIterator[SmsUser]:
    """Serve the SMS channel; yield a user. With `is_help_answered` Twilio answers HELP."""
    store, echo = store or MemoryStore(), EchoEngine()
    pseudonyms = Pseudonyms(store)
    responder = make_responder(echo, store)
    channel = SmsChannel(AUTH_TOKEN, PUBLIC_URL, responder, pseudonyms, is_help_answered=is_help_answered)
    async with run_server(channel.router()) as url:
        yield SmsUser(url, echo, pseudonyms)
        await channel.stop()


@contextlib.asynccontextmanager
async def run_console_user() -> AsyncIterator[ConsoleUser]:
    """Run a conversation in a terminal; yield the user."""
    user = ConsoleUser(EchoEngine(), Pseudonyms(MemoryStore()))
    conversation = asyncio.create_task(asyncio.to_thread(user.run))
    yield user
    user.lines.put("/quit")
    await conversation
