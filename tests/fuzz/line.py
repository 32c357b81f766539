"""Both channels over real HTTP, answered by an echo, now and then by the real engine."""

import contextlib
import random
from collections.abc import AsyncIterator, Sequence

from bot.channels.sms.redaction import Removing
from bot.channels.sms.webhook import Sms
from bot.channels.telegram.sender import Line
from bot.channels.telegram.webhook import Telegram
from bot.core.message import Answer, InboundMessage, Reply
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import InMemory
from tests.channels.echo import Echo
from tests.channels.people import AUTH_TOKEN, PUBLIC_URL, SECRET, answered_once
from tests.channels.serving import served
from tests.harness.carriers.bot_api import BotApi
from tests.harness.carriers.chats import Chats
from tests.harness.carriers.http_server import Asked, Said, listening
from tests.harness.carriers.refusals import RefusedError

REAL = 0.02
"""Share of messages that the real engine answers; the others are echoed."""


class EchoOrReal:
    """Hands a message to the real engine by lot, else echoes it, and keeps nothing of either."""

    def __init__(self, real: Answer | None, lot: random.Random) -> None:
        """Take the engine, and the dice."""
        self._echo, self._real, self._lot = Echo(), real, lot
        self.by_real = 0

    async def __call__(self, message: InboundMessage) -> Sequence[Reply]:
        """Answer."""
        if self._real and self._lot.random() < REAL:
            self.by_real += 1
            return await self._real(message)
        self._echo.heard.clear()
        return await self._echo(message)


@contextlib.asynccontextmanager
async def line(store: InMemory, answer: Answer) -> AsyncIterator[str]:
    """Serve both channels, with a Bot API that forgets every chat; messages at Twilio are queued and never removed."""
    api = BotApi("123:fuzz")

    async def forgetful(asked: Asked) -> Said:
        form = asked.form()
        try:
            if form.get("chat_id"):
                api.chats = Chats()
                api.chats.open(int(form["chat_id"]))
            return await api.handle(asked)
        except (LookupError, ValueError):  # a parameter that is none, which Telegram refuses
            return RefusedError(400, "Bad Request").said()

    once, pseudonyms = answered_once(answer, store), Pseudonyms(store)
    async with listening(forgetful) as api_url:
        telegram = Telegram(api.token, SECRET, api_url, once, pseudonyms, line=Line(messages_a_second=100_000))
        texting = Sms(AUTH_TOKEN, PUBLIC_URL, once, pseudonyms, Removing("AC", AUTH_TOKEN, None, None))
        async with served(telegram.router(), texting.router()) as url:
            yield url
        await texting.stop()
        await telegram.stop()
