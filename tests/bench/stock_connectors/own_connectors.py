"""Start our own connectors with the virtual users of tests/channels."""

import contextlib
import io
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from bot.channels.common.paths import SMS_PATH
from bot.core.message import InboundMessage, MessageKind
from bot.privacy.logging import configure_structlog
from tests.bench.stock_connectors.observation import Turn
from tests.bench.stock_connectors.sms_stage import SmsSide
from tests.bench.stock_connectors.telegram_stage import TelegramSide
from tests.bench.stock_connectors.twilio_outbox import TwilioOutbox
from tests.channels.virtual_users import AUTH_TOKEN, PUBLIC_URL, run_sms, run_telegram
from tests.harness.fake_telegram import EmulatorClient

HINTS = {"language_hint": "language_hint", "country_hint": "country_hint", "location": "point"}
"""Field of a message -> its name in the table."""
KINDS = {MessageKind.EDITED: "changed"}
"""Kinds of messages that have another name in the table."""


@contextlib.asynccontextmanager
async def our_telegram(emulator: str) -> AsyncIterator[TelegramSide]:
    """Run our Telegram channel against the emulator."""
    with capture_log() as log:
        async with run_telegram(EmulatorClient(emulator)) as person:
            yield TelegramSide(person.api, lambda: turns(person.echo.messages), log)


@contextlib.asynccontextmanager
async def our_sms() -> AsyncIterator[SmsSide]:
    """Run our SMS channel; replies travel in webhook responses, so Twilio's outbox stays empty and is not served."""
    with capture_log() as log:
        async with run_sms() as person:
            url, signed_for = person.url + SMS_PATH, PUBLIC_URL + SMS_PATH
            yield SmsSide(url, signed_for, AUTH_TOKEN, TwilioOutbox(), lambda: turns(person.echo.messages), log)


async def turns(messages: list[InboundMessage]) -> list[Turn]:
    """Return the messages of our echo engine in the form that both sides share."""
    return [_turn(message) for message in messages]


def _turn(message: InboundMessage) -> Turn:
    metadata: dict[str, Any] = {name: value for field, name in HINTS.items() if (value := getattr(message, field))}
    text = message.choice if message.kind is MessageKind.CHOICE else message.text
    return Turn(KINDS.get(message.kind, message.kind.value), text, message.sender, metadata)


@contextlib.contextmanager
def capture_log() -> Iterator[Callable[[], str]]:
    """Capture the log from INFO on, as in the stock process; libraries log more than in the service."""
    configure_structlog()
    root, stream = logging.getLogger(), io.StringIO()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield stream.getvalue
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
