"""The process that runs the stock connectors: Rasa's own Sanic app, with an echo where the agent would be.

    python -m tests.bench.stock_connectors.stock TELEGRAM_API BOT_TOKEN TWILIO_API AUTH_TOKEN

It needs a process of its own: Rasa starts Sanic's server as its last act, and its connector runs an event loop of its
own before that. Says `listening on PORT` once it does. Whatever else it prints is Rasa's log, and material.
"""

import logging
import socket
import sys
from typing import Any

from aiogram.bot.api import TELEGRAM_PRODUCTION
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.channels.telegram import TelegramInput, TelegramOutput
from rasa.core.channels.twilio import TwilioInput
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.run import configure_app
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.common import configure_logging_and_warnings
from rasa.utils.io import configure_colored_logging
from rasa.utils.log_utils import configure_structlog
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from bot.core.message import InboundMessage, Pseudonym, Reply, UserText
from tests.channels.echo_engine import EchoEngine

BOT_NAME = "line_bot"
"""What the emulator answers to getMe; the connector compares it, and calls that verifying."""
ACCOUNT, NUMBER = "AC" + "0" * 32, "+15005550006"


class Telegram(TelegramInput):
    """The connector as it is; we only keep hold of what it sends with."""

    out: TelegramOutput

    def get_output_channel(self) -> TelegramOutput:
        """Let Rasa make it."""
        self.out = super().get_output_channel()
        return self.out


class Twilio(TwilioInput):
    """The connector as it is; its calls go to loopback."""

    api_url: str

    def get_output_channel(self) -> OutputChannel:
        """Let Rasa make it, then turn Twilio's client to the local API."""
        channel = super().get_output_channel()
        channel.api.base_url = self.api_url
        return channel


class EchoAgent:
    """Stands where Rasa's agent would: one turn at a time for one sender, as there, and the answer sent as there."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.echo = EchoEngine()
        self.locks = InMemoryLockStore()
        self.heard: list[dict[str, Any]] = []

    async def handle_message(self, message: UserMessage) -> None:
        """Hear a message and send what the echo says to it."""
        given = {"metadata": message.metadata} if message.metadata else {}
        self.heard.append({"says": message.text, "sender": message.sender_id, "given": given})
        async with self.locks.lock(message.sender_id):
            words = UserText(message.text or "")
            for reply in await self.echo(InboundMessage("stock", Pseudonym(message.sender_id), text=words)):
                await message.output_channel.send_response(message.sender_id, as_response(reply))


def as_response(reply: Reply) -> dict[str, Any]:
    """Return a reply as Rasa's responses are; a button's payload is an intent there, which begins with a slash."""
    buttons = [{"title": choice.label, "payload": f"/{choice.token}"} for choice in reply.choices]
    return {"text": reply.text, "buttons": buttons}


def reads(text: str) -> str | None:
    """Return the intent that Rasa takes a text for without asking its model, with its entities; None for words."""
    read = YAMLStoryReader.unpack_regex_message(Message.build(text=text))
    intent, entities = read.get("intent"), read.get("entities") or []
    if not intent:
        return None
    return " ".join([intent["name"], *(f"{entity['entity']}={entity['value']}" for entity in entities)])


def add_routes(app: Sanic, telegram: Telegram) -> None:
    """Add what the other process asks for, beside the connectors' own routes."""

    @app.get("/echo/heard")
    async def heard(_: Request) -> HTTPResponse:
        return json(app.ctx.agent.heard)

    @app.post("/echo/reads")
    async def read(request: Request) -> HTTPResponse:
        return json(reads(request.json))

    @app.post("/echo/mend")
    async def mend(_: Request) -> HTTPResponse:
        # Its session belongs to the loop that set the webhook and is closed; without one it makes another.
        telegram.out._session = None
        return json(None)


def main(telegram_api: str, bot_token: str, twilio_api: str, auth_token: str) -> None:
    """Serve until ended."""
    configure_logging_and_warnings(logging.INFO)
    configure_colored_logging(logging.INFO)
    configure_structlog(logging.INFO)
    # aiogram reads this object's field at each call; its connector has no setting for another API.
    object.__setattr__(TELEGRAM_PRODUCTION, "base", telegram_api + "/bot{token}/{method}")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        webhook = f"http://127.0.0.1:{port}/webhooks/telegram/webhook"
        telegram = Telegram.from_credentials({"access_token": bot_token, "verify": BOT_NAME, "webhook_url": webhook})
        twilio = Twilio.from_credentials({"account_sid": ACCOUNT, "auth_token": auth_token, "twilio_number": NUMBER})
        twilio.api_url = twilio_api
        app = configure_app([telegram, twilio], enable_api=False, port=port)
        app.ctx.agent = EchoAgent()
        add_routes(app, telegram)
        say_where = f"listening on {port}"
        app.register_listener(lambda *_: print(say_where, flush=True), "after_server_start")  # noqa: T201
        app.run(sock=listener)


if __name__ == "__main__":
    main(*sys.argv[1:])
