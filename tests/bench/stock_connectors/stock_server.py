"""The process that runs the stock connectors: Rasa's own Sanic app, with an echo engine instead of the agent.

    python -m tests.bench.stock_connectors.stock_server TELEGRAM_API BOT_TOKEN TWILIO_API AUTH_TOKEN

It needs a process of its own: Rasa starts Sanic's server as its last act, and its connector runs an event loop of
its
own before that. Prints `listening on PORT` once it does. Everything else that it prints is Rasa's log.
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
"""The emulator's answer to getMe; the connector compares it and calls that verifying."""
ACCOUNT, NUMBER = "AC" + "0" * 32, "+15005550006"


class Telegram(TelegramInput):
    """The stock connector; it only also keeps its output channel."""

    out: TelegramOutput

    def get_output_channel(self) -> TelegramOutput:
        """Create the channel as Rasa does and keep it."""
        self.out = super().get_output_channel()
        return self.out


class Twilio(TwilioInput):
    """The stock connector with its calls directed to loopback."""

    api_url: str

    def get_output_channel(self) -> OutputChannel:
        """Create the channel as Rasa does and point Twilio's client at the local API."""
        channel = super().get_output_channel()
        channel.api.base_url = self.api_url
        return channel


class EchoAgent:
    """Replaces Rasa's agent: one turn at a time per sender, answers sent as Rasa sends them."""

    def __init__(self) -> None:
        """Start without messages."""
        self.echo = EchoEngine()
        self.locks = InMemoryLockStore()
        self.messages: list[dict[str, Any]] = []

    async def handle_message(self, message: UserMessage) -> None:
        """Record a message and send the echo's replies."""
        metadata = {"metadata": message.metadata} if message.metadata else {}
        self.messages.append({"text": message.text, "sender": message.sender_id, "metadata": metadata})
        async with self.locks.lock(message.sender_id):
            text = UserText(message.text or "")
            for reply in await self.echo(InboundMessage("stock", Pseudonym(message.sender_id), text=text)):
                await message.output_channel.send_response(message.sender_id, as_response(reply))


def as_response(reply: Reply) -> dict[str, Any]:
    """Return a reply as a Rasa response; a button's payload is an intent with a slash."""
    buttons = [{"title": choice.label, "payload": f"/{choice.token}"} for choice in reply.choices]
    return {"text": reply.text, "buttons": buttons}


def read_intent(text: str) -> str | None:
    """Return the intent and entities that Rasa reads from a text without its model, or None for plain words."""
    parsed = YAMLStoryReader.unpack_regex_message(Message.build(text=text))
    intent, entities = parsed.get("intent"), parsed.get("entities") or []
    if not intent:
        return None
    return " ".join([intent["name"], *(f"{entity['entity']}={entity['value']}" for entity in entities)])


def add_routes(app: Sanic, telegram: Telegram) -> None:
    """Add the routes for the measuring process, beside the connectors' own."""

    @app.get("/echo/messages")
    async def messages(_: Request) -> HTTPResponse:
        return json(app.ctx.agent.messages)

    @app.post("/echo/intent")
    async def intent(request: Request) -> HTTPResponse:
        return json(read_intent(request.json))

    @app.post("/echo/reset-telegram")
    async def reset_telegram(_: Request) -> HTTPResponse:
        # Its session belongs to the loop that set the webhook and is closed; without one it makes another.
        telegram.out._session = None
        return json(None)


def main(telegram_api: str, bot_token: str, twilio_api: str, auth_token: str) -> None:
    """Serve until the process ends."""
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
        announcement = f"listening on {port}"
        app.register_listener(lambda *_: print(announcement, flush=True), "after_server_start")  # noqa: T201
        app.run(sock=listener)


if __name__ == "__main__":
    main(*sys.argv[1:])
