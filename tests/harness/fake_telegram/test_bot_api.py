"""The Bot API, called by python-telegram-bot."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from tests.harness.fake_telegram.bot_api import FakeBotApi
from tests.harness.fake_telegram.errors import BotApiError
from tests.harness.fault_injection import Fault, FaultInjector
from tests.harness.http_server import run_http_server

TOKEN = "123456:" + "a" * 35
CHAT = 700_000_001
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="t-yes")]])


@pytest.fixture
def api() -> FakeBotApi:
    """Return the API of a bot to which a person has written."""
    api = FakeBotApi(TOKEN)
    api.chats.add(CHAT, "hello", by_bot=False)
    return api


@pytest.fixture
async def bot(api: FakeBotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """Yield a real client."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with run_http_server(api.handle) as url, Bot(TOKEN, base_url=f"{url}/bot") as bot:
        yield bot


async def test_message_ids_share_one_sequence(api: FakeBotApi, bot: Bot) -> None:
    """Messages of all chats and both sides share one sequence of ids."""
    first = await bot.send_message(CHAT, "one")
    between = api.chats.add(CHAT + 1, "hello", by_bot=False)
    second = await bot.send_message(CHAT, "two", reply_markup=BUTTON)
    assert (first.message_id, between.id, second.message_id) == (2, 3, 4)
    assert [message.text for message in api.chats.sent_by_bot(CHAT)] == ["one", "two"]


async def test_unchanged_edit_is_refused(bot: Bot) -> None:
    """An edit that changes nothing is refused in Telegram's words."""
    sent = await bot.send_message(CHAT, "one", reply_markup=BUTTON)
    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_text("one", CHAT, sent.message_id, reply_markup=BUTTON)
    await bot.edit_message_text("one", CHAT, sent.message_id)
    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_reply_markup(CHAT, sent.message_id, reply_markup=None)


async def test_edit_of_unknown_or_foreign_message_is_refused(bot: Bot) -> None:
    """A missing message or a person's can't be edited, and an unknown chat can't be written to."""
    with pytest.raises(BadRequest, match="essage to edit not found"):
        await bot.edit_message_text("other", CHAT, 999)
    with pytest.raises(BadRequest, match="essage can't be edited"):
        await bot.edit_message_text("other", CHAT, 1)
    with pytest.raises(BadRequest, match="hat not found"):
        await bot.send_message(CHAT + 1, "nobody wrote from there")


async def test_edit_of_message_with_other_markup_is_refused(bot: Bot) -> None:
    """A message that was sent with a markup other than an inline keyboard can't be edited, but deleted."""
    sent = await bot.send_message(CHAT, "one", reply_markup=ReplyKeyboardRemove())
    for text in ("one", "other"):
        with pytest.raises(BadRequest, match="essage can't be edited"):
            await bot.edit_message_text(text, CHAT, sent.message_id)
    assert await bot.delete_messages(CHAT, [sent.message_id])


async def test_delete_messages(api: FakeBotApi, bot: Bot) -> None:
    """Messages of both sides are deleted; unknown ids are ignored."""
    sent = await bot.send_message(CHAT, "one")
    assert await bot.delete_messages(CHAT, [1, sent.message_id, 999])
    assert api.chats.sent_by_bot(CHAT) == []


async def test_invalid_messages_are_refused(api: FakeBotApi, bot: Bot) -> None:
    """Long texts, long button data and messages to people who blocked the bot are refused."""
    with pytest.raises(BadRequest, match="too long"):
        await bot.send_message(CHAT, "x" * 4097)
    wide = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="x" * 65)]])
    with pytest.raises(BadRequest, match="utton_data_invalid"):
        await bot.send_message(CHAT, "one", reply_markup=wide)
    api.blocked_by.add(CHAT)
    with pytest.raises(Forbidden):
        await bot.send_message(CHAT, "one")


async def test_press_is_answered_once(api: FakeBotApi, bot: Bot) -> None:
    """A second answer to a press is refused."""
    api.pending_presses.add("77")
    assert await bot.answer_callback_query("77")
    with pytest.raises(BadRequest, match="uery is too old"):
        await bot.answer_callback_query("77")


async def test_webhook(api: FakeBotApi, bot: Bot) -> None:
    """The webhook can be set, read and deleted."""
    await bot.set_webhook("https://hotline.example/webhooks/telegram", secret_token="s")
    assert api.webhook["secret_token"] == "s"
    assert (await bot.get_webhook_info()).url == "https://hotline.example/webhooks/telegram"
    await bot.delete_webhook()
    assert api.webhook == {}


@pytest.mark.parametrize(
    ("fault", "error", "stands"),
    [
        (Fault.RATE_LIMITED, RetryAfter, 0),
        (Fault.SERVER_ERROR, NetworkError, 0),
        (Fault.DROPPED_AFTER, NetworkError, 1),
    ],
)
async def test_faults(api: FakeBotApi, bot: Bot, fault: Fault, error: type[Exception], stands: int) -> None:
    """A refused call does nothing; one whose connection drops afterwards has sent the message."""
    api.faults.inject("sendMessage", fault)
    with pytest.raises(error):
        await bot.send_message(CHAT, "one")
    assert len(api.chats.sent_by_bot(CHAT)) == stands
    await bot.send_message(CHAT, "two")


async def test_missing_response(api: FakeBotApi, bot: Bot) -> None:
    """A message whose response is lost was sent; one without any response was not."""
    api.faults.inject("sendMessage", Fault.NO_RESPONSE_AFTER, Fault.NO_RESPONSE)
    for text in ("one", "two"):
        with pytest.raises(TimedOut):
            await bot.send_message(CHAT, text, read_timeout=0.2)
    assert [message.text for message in api.chats.sent_by_bot(CHAT)] == ["one"]


async def test_forced_error(api: FakeBotApi, bot: Bot) -> None:
    """Any error can be forced once."""
    api.forced_errors["sendMessage"].append(BotApiError(429, "Too Many Requests: retry after 7", retry_after=7))
    with pytest.raises(RetryAfter) as exc_info:
        await bot.send_message(CHAT, "one")
    assert exc_info.value.retry_after.total_seconds() == 7
    assert api.chats.sent_by_bot(CHAT) == []
    await bot.send_message(CHAT, "two")


async def test_profile_by_language(bot: Bot) -> None:
    """Commands and descriptions are returned only in the language in which they were set."""
    commands = [BotCommand("menu", "Show the menu")]
    await bot.set_my_commands(commands, language_code="th")
    await bot.set_my_description("Answers.", language_code="th")
    await bot.set_my_short_description("Short.")
    assert list(await bot.get_my_commands(language_code="th")) == commands
    assert list(await bot.get_my_commands()) == []
    assert (await bot.get_my_description("th")).description == "Answers."
    assert (await bot.get_my_short_description("th")).short_description == ""
    assert (await bot.get_my_short_description()).short_description == "Short."


async def test_invalid_profile_is_refused(bot: Bot) -> None:
    """Three-letter languages, capitals in commands and long descriptions are refused."""
    with pytest.raises(BadRequest, match="nvalid language code"):
        await bot.set_my_description("Answers.", language_code="fil")
    with pytest.raises(BadRequest, match="ot_command_invalid"):
        await bot.set_my_commands([BotCommand("Menu", "Show the menu")])
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)


async def test_groups(api: FakeBotApi, bot: Bot) -> None:
    """A bot can write in a group until it leaves; it can't leave a private chat."""
    api.chats.open(-CHAT, "supergroup")
    assert (await bot.send_message(-CHAT, "one")).chat.type == "supergroup"
    assert await bot.leave_chat(-CHAT)
    with pytest.raises(Forbidden, match="not a member of the supergroup"):
        await bot.send_message(-CHAT, "two")
    with pytest.raises(BadRequest, match="private chats"):
        await bot.leave_chat(CHAT)


async def test_get_updates(api: FakeBotApi, bot: Bot) -> None:
    """Updates are returned until an offset confirms them, new ones at once; none while a webhook is set."""
    api.pending_updates.put({"update_id": 5})
    assert [item.update_id for item in await bot.get_updates()] == [5]
    assert [item.update_id for item in await bot.get_updates()] == [5]
    waits = asyncio.create_task(bot.get_updates(6, timeout=5))
    await asyncio.sleep(0.05)
    api.pending_updates.put({"update_id": 6})
    assert [item.update_id for item in await waits] == [6]
    await bot.set_webhook("https://hotline.example/webhooks/telegram")
    with pytest.raises(Conflict):
        await bot.get_updates()


async def test_invalid_secret_is_refused(bot: Bot) -> None:
    """A webhook's secret may contain only letters, digits, _ and -."""
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://hotline.example/webhooks/telegram", secret_token="a secret")


def test_random_faults_are_repeatable() -> None:
    """The seed determines which calls fail, and the shares how many."""
    draw = [
        [FaultInjector(3, {Fault.RATE_LIMITED: 0.1, Fault.DROPPED_AFTER: 0.1}).next_fault("sendMessage")]
        for _ in range(2)
    ]
    assert draw[0] == draw[1]
    faults = FaultInjector(3, {Fault.RATE_LIMITED: 0.1, Fault.DROPPED_AFTER: 0.1})
    assert 150 < sum(faults.next_fault("sendMessage") is not None for _ in range(1000)) < 250


async def test_wrong_token_is_refused(api: FakeBotApi) -> None:
    """A wrong token is refused."""
    async with run_http_server(api.handle) as url:
        other = Bot("123456:" + "b" * 35, base_url=f"{url}/bot")
        with pytest.raises(InvalidToken):
            await other.initialize()
        await other.shutdown()
