"""Start our own connectors: the people of tests/channels, which the channels' other tests use too."""

import contextlib
import io
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from bot.channels.sms.webhook import PATH
from bot.core.message import InboundMessage, MessageKind
from bot.privacy.logging import configure_structlog
from tests.bench.stock_connectors.seen import Turn
from tests.bench.stock_connectors.sms_stage import SmsSide
from tests.bench.stock_connectors.telegram_stage import TelegramSide
from tests.bench.stock_connectors.twilio_outbox import TwilioOutbox
from tests.channels.virtual_users import AUTH_TOKEN, PUBLIC_URL, run_sms, run_telegram
from tests.harness.fake_telegram import EmulatorClient

HINTS = ("language_hint", "country_hint", "point")


@contextlib.asynccontextmanager
async def our_telegram(emulator: str) -> AsyncIterator[TelegramSide]:
    """Run our Telegram channel against the emulator."""
    with logged() as log:
        async with run_telegram(EmulatorClient(emulator)) as person:
            yield TelegramSide(person.api, lambda: turns(person.echo.messages), log)


@contextlib.asynccontextmanager
async def our_sms() -> AsyncIterator[SmsSide]:
    """Run our SMS channel; its replies travel in its answers, so Twilio's outbox stays empty and need not be served."""
    with logged() as log:
        async with run_sms() as person:
            url, signed_for = person.url + PATH, PUBLIC_URL + PATH
            yield SmsSide(url, signed_for, AUTH_TOKEN, TwilioOutbox(), lambda: turns(person.echo.messages), log)


async def turns(heard: list[InboundMessage]) -> list[Turn]:
    """Return what our echo heard in the form that both sides share."""
    return [_turn(one) for one in heard]


def _turn(one: InboundMessage) -> Turn:
    given: dict[str, Any] = {name: value for name in HINTS if (value := getattr(one, name))}
    text = one.choice if one.kind is MessageKind.CHOICE else one.text
    return Turn(one.kind.value, text, one.sender, given)


@contextlib.contextmanager
def logged() -> Iterator[Callable[[], str]]:
    """Write down what is logged from INFO on, as the stock process does; of libraries more than the service prints."""
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
