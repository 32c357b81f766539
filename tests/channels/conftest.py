"""A user of each channel."""

from collections.abc import AsyncIterator

import pytest

from tests.channels.virtual_users import TelegramUser, VirtualUser, run_console_user, run_sms, run_telegram
from tests.harness.fake_telegram import EmulatorClient


@pytest.fixture
async def user(bot_api: EmulatorClient) -> AsyncIterator[TelegramUser]:
    """Yield a Telegram user."""
    async with run_telegram(bot_api) as telegram_user:
        yield telegram_user


@pytest.fixture(params=["telegram", "sms", "console"])
async def person(request: pytest.FixtureRequest) -> AsyncIterator[VirtualUser]:
    """Yield a user of each channel in turn."""
    if request.param == "telegram":
        async with run_telegram(request.getfixturevalue("bot_api")) as telegram_user:
            yield telegram_user
    elif request.param == "sms":
        async with run_sms() as sms_user:
            yield sms_user
    else:
        async with run_console_user() as console_user:
            yield console_user
