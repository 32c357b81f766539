"""Check of Telegram, with a Bot API on loopback."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.common.paths import TELEGRAM_PATH
from bot.channels.telegram.polling import ALLOWED_UPDATES
from bot.core.settings import Settings
from bot.doctor.finding import Level
from bot.doctor.telegram import check_telegram
from tests.doctor.helpers import PUBLIC, SECRET, TOKEN, has_finding, make_settings, problems, run_check
from tests.harness.fake_telegram.bot_api import FakeBotApi
from tests.harness.http_server import run_http_server


@pytest.fixture
def api() -> FakeBotApi:
    """Return a Bot API with a well configured bot and our webhook."""
    return FakeBotApi(TOKEN, webhook={"url": PUBLIC + TELEGRAM_PATH, "allowed_updates": json.dumps(ALLOWED_UPDATES)})


@pytest.fixture
async def here(api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Settings]:
    """Yield settings of a service that uses this bot."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with run_http_server(api.handle) as url:
        yield make_settings(
            tmp_path, telegram_token=TOKEN, telegram_secret=SECRET, telegram_api_url=url, public_url=PUBLIC
        )


async def test_accepts_good_bot(here: Settings) -> None:
    """A known bot with a neutral name, private chats only and our webhook gives no finding."""
    found = await run_check(check_telegram, here)
    assert problems(found) == {}
    assert has_finding(found, "It brings us what people write", Level.OK)


@pytest.mark.parametrize(
    ("ability", "said"),
    [
        ({"can_join_groups": True}, "put into groups"),
        ({"can_read_all_group_messages": True}, "read whole groups"),
        ({"supports_inline_queries": True}, "called from any chat"),
        ({"first_name": "Trafficking Hotline"}, "name says what it is for"),
    ],
)
async def test_reports_revealing_bot(api: FakeBotApi, here: Settings, ability: dict[str, Any], said: str) -> None:
    """Abilities that BotFather leaves on, and a revealing name, are warnings."""
    api.bot_info.update(ability)
    assert has_finding(await run_check(check_telegram, here), said, Level.WARNING)


async def test_rejects_foreign_webhook(api: FakeBotApi, here: Settings) -> None:
    """A webhook at another address, or none, is a fault."""
    for elsewhere in ({"url": "https://elsewhere.example.org" + TELEGRAM_PATH}, {}):
        api.webhook = elsewhere
        assert has_finding(await run_check(check_telegram, here), "posts elsewhere or nowhere", Level.ERROR)


async def test_reports_failed_deliveries(api: FakeBotApi, here: Settings) -> None:
    """A delivery error is described in our words, and is a fault while messages wait."""
    api.webhook_errors = {
        "last_error_date": 1_700_000_000,
        "last_error_message": "SSL error {error:0A000086:SSL routines::certificate verify failed} at 203.0.113.7",
    }
    found = await run_check(check_telegram, here)
    assert has_finding(found, "14 November 22:13 UTC: it does not trust the certificate", Level.WARNING)
    assert "203.0.113.7" not in str(found)
    api.webhook_errors |= {"pending_update_count": 300, "last_error_message": "Wrong response from the webhook: 503"}
    found = await run_check(check_telegram, here)
    assert has_finding(found, "we answered with an error", Level.ERROR)
    assert has_finding(found, "300 messages wait", Level.ERROR)


async def test_reports_other_update_types(api: FakeBotApi, here: Settings) -> None:
    """A webhook that an older version set does not deliver all that we answer."""
    api.webhook["allowed_updates"] = json.dumps(["message"])
    assert has_finding(await run_check(check_telegram, here), "other kinds of updates", Level.WARNING)


async def test_rejects_unknown_token(here: Settings) -> None:
    """A token that Telegram does not know is a fault."""
    stranger = here.model_copy(
        update={"telegram_token": make_settings(here.data_dir, telegram_token="9:" + "b" * 35).telegram_token}
    )
    found = await run_check(check_telegram, stranger)
    assert has_finding(found, "does not know WAYLIGHT_TELEGRAM_TOKEN", Level.ERROR)


async def test_telegram_unreachable(tmp_path: Path) -> None:
    """An unreachable Telegram is the only finding."""
    found = await run_check(
        check_telegram, make_settings(tmp_path, telegram_token=TOKEN, telegram_api_url="http://127.0.0.1:9")
    )
    assert has_finding(found, "can't be reached", Level.ERROR)


async def test_reports_polling(here: Settings) -> None:
    """Polling, which is used without a secret, is a warning."""
    found = await run_check(check_telegram, here.model_copy(update={"telegram_secret": None}))
    assert has_finding(found, "Updates are fetched", Level.WARNING)
