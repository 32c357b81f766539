"""What Telegram says of the bot, from a Bot API on loopback."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram.polling import KINDS
from bot.channels.telegram.webhook import PATH
from bot.core.settings import Settings
from bot.doctor import telegram
from bot.doctor.finding import Level
from tests.doctor.looking import PUBLIC, SECRET, TOKEN, finds, looked, settings, wrong
from tests.harness.carriers.bot_api import BotApi
from tests.harness.carriers.http_server import listening


@pytest.fixture
def api() -> BotApi:
    """A bot as it should be, with our webhook."""
    return BotApi(TOKEN, webhook={"url": PUBLIC + PATH, "allowed_updates": json.dumps(KINDS)})


@pytest.fixture
async def here(api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Settings]:
    """Settings of a service that has it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with listening(api.handle) as url:
        yield settings(tmp_path, telegram_token=TOKEN, telegram_secret=SECRET, telegram_api_url=url, public_url=PUBLIC)


async def test_a_bot_in_order(here: Settings) -> None:
    """A bot that is known, neutral, alone with each person and connected to us is nothing to speak of."""
    found = await looked(telegram.look, here)
    assert wrong(found) == {}
    assert finds(found, "It brings us what people write", Level.OK)


@pytest.mark.parametrize(
    ("ability", "said"),
    [
        ({"can_join_groups": True}, "put into groups"),
        ({"can_read_all_group_messages": True}, "read whole groups"),
        ({"supports_inline_queries": True}, "called from any chat"),
        ({"first_name": "Trafficking Hotline"}, "name says what it is for"),
    ],
)
async def test_a_bot_that_tells_too_much(api: BotApi, here: Settings, ability: dict[str, Any], said: str) -> None:
    """What BotFather leaves open, and a name that speaks, are warnings."""
    api.abilities.update(ability)
    assert finds(await looked(telegram.look, here), said, Level.WARNING)


async def test_a_webhook_elsewhere(api: BotApi, here: Settings) -> None:
    """A bot whose updates go to another address, or nowhere, is a fault."""
    for elsewhere in ({"url": "https://elsewhere.example.org" + PATH}, {}):
        api.webhook = elsewhere
        assert finds(await looked(telegram.look, here), "posts elsewhere or nowhere", Level.FAULT)


async def test_deliveries_that_fail(api: BotApi, here: Settings) -> None:
    """What Telegram could not bring is told in our words, and a fault while something waits."""
    api.trouble = {
        "last_error_date": 1_700_000_000,
        "last_error_message": "SSL error {error:0A000086:SSL routines::certificate verify failed} at 203.0.113.7",
    }
    found = await looked(telegram.look, here)
    assert finds(found, "14 November 22:13 UTC: it does not trust the certificate", Level.WARNING)
    assert "203.0.113.7" not in str(found)
    api.trouble |= {"pending_update_count": 300, "last_error_message": "Wrong response from the webhook: 503"}
    found = await looked(telegram.look, here)
    assert finds(found, "we answered with a refusal", Level.FAULT)
    assert finds(found, "300 messages wait", Level.FAULT)


async def test_other_kinds_of_updates(api: BotApi, here: Settings) -> None:
    """A webhook that an older version has set does not bring all that we answer."""
    api.webhook["allowed_updates"] = json.dumps(["message"])
    assert finds(await looked(telegram.look, here), "other kinds of updates", Level.WARNING)


async def test_a_token_that_is_not_known(here: Settings) -> None:
    """A token that Telegram does not know is a fault, and is not told."""
    stranger = here.model_copy(
        update={"telegram_token": settings(here.data_dir, telegram_token="9:" + "b" * 35).telegram_token}
    )
    found = await looked(telegram.look, stranger)
    assert finds(found, "does not know WAYLIGHT_TELEGRAM_TOKEN", Level.FAULT)


async def test_nobody_there(tmp_path: Path) -> None:
    """Where Telegram can't be reached that is all that is said."""
    found = await looked(telegram.look, settings(tmp_path, telegram_token=TOKEN, telegram_api_url="http://127.0.0.1:9"))
    assert finds(found, "can't be reached", Level.FAULT)


async def test_fetching(here: Settings) -> None:
    """Without a secret updates are fetched, and that is for development."""
    found = await looked(telegram.look, here.model_copy(update={"telegram_secret": None}))
    assert finds(found, "Updates are fetched", Level.WARNING)
