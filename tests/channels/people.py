"""People who write on each channel, for the contract that all channels keep."""

import asyncio
import contextlib
import queue
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from xml.etree import ElementTree as ET

import httpx
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bot.channels.console import HERE, converse
from bot.channels.sms.webhook import PATH, Sms
from bot.channels.telegram.sender import Line
from bot.channels.telegram.webhook import Telegram
from bot.core.message import Address, Answer, InboundMessage, Reply
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import AnsweredOnce
from bot.state.memory_store import InMemory
from bot.state.store import Store
from tests.channels.echo import Echo
from tests.channels.serving import served
from tests.harness.telegram_server import BotApi, loopback, updates

AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
NUMBER = Address("+15005550006")
PUBLIC_URL = "https://hotline.example"
SECRET = "a-secret"
"""What Telegram shows to prove that it is Telegram."""


class Person(Protocol):
    """Somebody who writes on one channel, and what they got back."""

    echo: Echo
    pseudonyms: Pseudonyms
    channel: str
    numbered: bool

    @property
    def address(self) -> Address:
        """Return what the network knows them by."""

    async def says(self, text: str, *, times: int = 1) -> None:
        """Write a text; `times` is how often the network delivers it."""

    async def sends_a_voice_message(self) -> None:
        """Send something without words."""

    async def chooses(self, label: str, number: int) -> None:
        """Choose as one does here: press the button, or type the number."""

    async def got(self, at_least: int) -> list[str]:
        """Return all texts received so far, waiting for `at_least` of them."""


@dataclass
class OnTelegram:
    """A person with Telegram, at the Bot API emulator."""

    api: BotApi
    echo: Echo
    pseudonyms: Pseudonyms
    store: InMemory
    bot: Telegram
    channel: str = "telegram"
    numbered: bool = False

    @property
    def address(self) -> Address:
        """Return the chat id, as text."""
        return Address(str(self.api.chat_id))

    async def says(self, text: str, *, times: int = 1) -> None:
        """Send a text; every delivery must be acknowledged."""
        update = updates.update(message=updates.message(self.api.chat_id, text=text))
        for _ in range(times):
            assert await self.api.delivers(update) == 200

    async def sends_a_voice_message(self) -> None:
        """Send a voice message."""
        assert await self.api.sends(**updates.UNREADABLE["voice"]) == 200

    async def chooses(self, label: str, number: int) -> None:  # noqa: ARG002  buttons have no numbers
        """Press the button."""
        assert await self.api.presses(label) == 200

    async def got(self, at_least: int) -> list[str]:
        """Return the texts the bot sent."""
        return [said.text for said in await self.api.replies(at_least=at_least)]


@dataclass
class OnSms:
    """A person with a basic phone; Twilio's posts are signed by twilio's own code."""

    url: str
    echo: Echo
    pseudonyms: Pseudonyms
    channel: str = "sms"
    address: Address = NUMBER
    numbered: bool = True
    texts: list[str] = field(default_factory=list)
    _sids: int = 0

    async def says(self, text: str, *, times: int = 1) -> None:
        """Text something; repeated deliveries are answered in the same words, which Twilio sends once."""
        answers = {await self._post(Body=text) for _ in range(times)}
        assert len(answers) == 1
        self._sids += 1
        self.texts += [message.text or "" for message in ET.fromstring(answers.pop())]  # noqa: S314  our own answer

    async def sends_a_voice_message(self) -> None:
        """Send an MMS with sound and no text."""
        self.texts += [one.text or "" for one in ET.fromstring(await self._post(NumMedia="1"))]  # noqa: S314

    async def chooses(self, label: str, number: int) -> None:  # noqa: ARG002  SMS has no buttons
        """Text the number."""
        await self.says(str(number))

    async def got(self, at_least: int) -> list[str]:
        """Return the texts received."""
        assert len(self.texts) >= at_least
        return self.texts

    async def _post(self, **fields: str) -> str:
        form = {"MessageSid": f"SM{self._sids:032d}", "From": NUMBER, "Body": "", "NumMedia": "0", **fields}
        answer = await post_signed(self.url, form)
        assert answer.status_code == 200
        return answer.text


def sorry(message: InboundMessage) -> Sequence[Reply]:
    """Apologize as the engine does, in fewer words."""
    return [Reply(f"sorry on {message.channel}")]


def answered_once(answer: Answer, store: Store | None = None) -> AnsweredOnce:
    """Return what channels take their turns with."""
    return AnsweredOnce(answer, sorry, store or InMemory())


def signature_of(form: dict[str, str], signed_for: str = PUBLIC_URL + PATH) -> str:
    """Sign a form as Twilio does, with its own code."""
    return str(RequestValidator(AUTH_TOKEN).compute_signature(signed_for, form))


async def post_signed(
    url: str, form: dict[str, str], signed_for: str | None = None, *, path: str = PATH
) -> httpx.Response:
    """Post a form as Twilio does."""
    signature = signature_of(form, signed_for or PUBLIC_URL + path)
    async with loopback() as client:
        return await client.post(url + path, data=form, headers={"X-Twilio-Signature": signature})


@dataclass
class AtTerminal:
    """A person at a terminal; the conversation blocks its loop while they type, so it has a thread."""

    echo: Echo
    pseudonyms: Pseudonyms
    channel: str = "console"
    address: Address = HERE
    numbered: bool = True
    lines: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    texts: list[str] = field(default_factory=list)

    async def says(self, text: str, *, times: int = 1) -> None:  # noqa: ARG002  a terminal delivers once
        """Type a line."""
        self.lines.put(text)

    async def sends_a_voice_message(self) -> None:
        """Press Enter, which is as close as a terminal comes."""
        self.lines.put("")

    async def chooses(self, label: str, number: int) -> None:  # noqa: ARG002  a terminal has no buttons
        """Type the number."""
        self.lines.put(str(number))

    async def got(self, at_least: int) -> list[str]:
        """Return what was printed."""
        until = time.monotonic() + 5
        while len(self.texts) < at_least and time.monotonic() < until:  # noqa: ASYNC110  another thread
            await asyncio.sleep(0.01)
        assert len(self.texts) >= at_least
        return self.texts

    def run(self) -> None:
        """Converse until /quit."""
        asyncio.run(converse(answered_once(self.echo), self.pseudonyms, "en", self.lines.get, self.texts.append))


@contextlib.asynccontextmanager
async def on_telegram(
    api: BotApi, store: InMemory | None = None, *, line: Line | None = None
) -> AsyncIterator[OnTelegram]:
    """Serve Telegram for one person."""
    store, echo = store or InMemory(), Echo()
    pseudonyms = Pseudonyms(store)
    bot = Telegram(api.token, SECRET, api.url, answered_once(echo, store), pseudonyms, line=line)
    async with served(bot.router()) as url:
        await bot.connect(url)
        yield OnTelegram(api, echo, pseudonyms, store, bot)
        await bot.stop()


@contextlib.asynccontextmanager
async def on_sms(store: InMemory | None = None) -> AsyncIterator[OnSms]:
    """Serve SMS for one person."""
    store, echo = store or InMemory(), Echo()
    pseudonyms = Pseudonyms(store)
    channel = Sms(AUTH_TOKEN, PUBLIC_URL, answered_once(echo, store), pseudonyms)
    async with served(channel.router()) as url:
        yield OnSms(url, echo, pseudonyms)
        await channel.stop()


@contextlib.asynccontextmanager
async def at_terminal() -> AsyncIterator[AtTerminal]:
    """Let one person converse in a terminal."""
    person = AtTerminal(Echo(), Pseudonyms(InMemory()))
    conversation = asyncio.create_task(asyncio.to_thread(person.run))
    yield person
    person.lines.put("/quit")
    await conversation
