"""One person for each channel."""

from collections.abc import AsyncIterator

import pytest

from tests.channels.people import OnTelegram, Person, at_terminal, on_sms, on_telegram
from tests.harness.telegram_server import BotApi


@pytest.fixture
async def writer(bot_api: BotApi) -> AsyncIterator[OnTelegram]:
    """Return somebody on Telegram."""
    async with on_telegram(bot_api) as somebody:
        yield somebody


@pytest.fixture(params=["telegram", "sms", "console"])
async def person(request: pytest.FixtureRequest) -> AsyncIterator[Person]:
    """Return somebody on each of the channels in turn."""
    if request.param == "telegram":
        async with on_telegram(request.getfixturevalue("bot_api")) as somebody:
            yield somebody
    elif request.param == "sms":
        async with on_sms() as texting:
            yield texting
    else:
        async with at_terminal() as typing:
            yield typing
