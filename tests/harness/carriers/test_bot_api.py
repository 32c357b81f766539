"""The Bot API, as python-telegram-bot meets it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from tests.harness.carriers.bot_api import BotApi
from tests.harness.carriers.faults import Fault, Faults
from tests.harness.carriers.http_server import listening
from tests.harness.carriers.refusals import RefusedError

TOKEN = "123456:" + "a" * 35
CHAT = 700_000_001
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="t-yes")]])


@pytest.fixture
def api() -> BotApi:
    """A bot's API, with somebody who has written to it."""
    api = BotApi(TOKEN)
    api.chats.add(CHAT, "hello", by_bot=False)
    return api


@pytest.fixture
async def bot(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """A real client of it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with listening(api.handle) as url, Bot(TOKEN, base_url=f"{url}/bot") as bot:
        yield bot


async def test_people_and_bot_share_one_sequence(api: BotApi, bot: Bot) -> None:
    """Messages of all chats, the bot's and people's, count on from each other."""
    first = await bot.send_message(CHAT, "one")
    between = api.chats.add(CHAT + 1, "hello", by_bot=False)
    second = await bot.send_message(CHAT, "two", reply_markup=BUTTON)
    assert (first.message_id, between.id, second.message_id) == (2, 3, 4)
    assert [message.text for message in api.chats.said_to(CHAT)] == ["one", "two"]


async def test_the_same_words_again_are_not_modified(bot: Bot) -> None:
    """An edit into what stands there is refused in Telegram's words, and one into other words is done."""
    sent = await bot.send_message(CHAT, "one", reply_markup=BUTTON)
    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_text("one", CHAT, sent.message_id, reply_markup=BUTTON)
    await bot.edit_message_text("one", CHAT, sent.message_id)
    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_reply_markup(CHAT, sent.message_id, reply_markup=None)


async def test_what_is_not_there_or_not_ours(bot: Bot) -> None:
    """A message that is gone, in another chat, or a person's can't be edited."""
    with pytest.raises(BadRequest, match="essage to edit not found"):
        await bot.edit_message_text("other", CHAT, 999)
    with pytest.raises(BadRequest, match="essage can't be edited"):
        await bot.edit_message_text("other", CHAT, 1)
    with pytest.raises(BadRequest, match="hat not found"):
        await bot.send_message(CHAT + 1, "nobody wrote from there")


async def test_deleting(api: BotApi, bot: Bot) -> None:
    """Messages of both sides go, and those that are not there harm nothing."""
    sent = await bot.send_message(CHAT, "one")
    assert await bot.delete_messages(CHAT, [1, sent.message_id, 999])
    assert api.chats.said_to(CHAT) == []


async def test_what_telegram_does_not_take(api: BotApi, bot: Bot) -> None:
    """Words that are too long, buttons with too much behind them, and people who blocked the bot are refused."""
    with pytest.raises(BadRequest, match="too long"):
        await bot.send_message(CHAT, "x" * 4097)
    wide = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="x" * 65)]])
    with pytest.raises(BadRequest, match="utton_data_invalid"):
        await bot.send_message(CHAT, "one", reply_markup=wide)
    api.blocked_by.add(CHAT)
    with pytest.raises(Forbidden):
        await bot.send_message(CHAT, "one")


async def test_a_press_is_answered_once(api: BotApi, bot: Bot) -> None:
    """An answer to a press that nobody made, or that was answered, is refused."""
    api.presses.add("77")
    assert await bot.answer_callback_query("77")
    with pytest.raises(BadRequest, match="uery is too old"):
        await bot.answer_callback_query("77")


async def test_the_webhook(api: BotApi, bot: Bot) -> None:
    """What the bot sets is kept, told and taken away."""
    await bot.set_webhook("https://hotline.example/webhooks/telegram", secret_token="s")
    assert api.webhook["secret_token"] == "s"
    assert (await bot.get_webhook_info()).url == "https://hotline.example/webhooks/telegram"
    await bot.delete_webhook()
    assert api.webhook == {}


@pytest.mark.parametrize(
    ("fault", "error", "stands"),
    [(Fault.FLOOD, RetryAfter, 0), (Fault.BROKEN, NetworkError, 0), (Fault.CUT, NetworkError, 1)],
)
async def test_faults(api: BotApi, bot: Bot, fault: Fault, error: type[Exception], stands: int) -> None:
    """A flood and a breakdown take nothing; a connection that is cut has taken the message."""
    api.faults.next("sendMessage", fault)
    with pytest.raises(error):
        await bot.send_message(CHAT, "one")
    assert len(api.chats.said_to(CHAT)) == stands
    await bot.send_message(CHAT, "two")


async def test_an_answer_that_never_comes(api: BotApi, bot: Bot) -> None:
    """A message whose answer is lost stands there, one that met silence does not."""
    api.faults.next("sendMessage", Fault.LOST, Fault.SILENT)
    for text in ("one", "two"):
        with pytest.raises(TimedOut):
            await bot.send_message(CHAT, text, read_timeout=0.2)
    assert [message.text for message in api.chats.said_to(CHAT)] == ["one"]


async def test_a_refusal_that_was_asked_for(api: BotApi, bot: Bot) -> None:
    """Any refusal can be had once, in any words, and takes nothing."""
    api.refusals["sendMessage"].append(RefusedError(429, "Too Many Requests: retry after 7", retry_after=7))
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(CHAT, "one")
    assert refused.value.retry_after.total_seconds() == 7
    assert api.chats.said_to(CHAT) == []
    await bot.send_message(CHAT, "two")


async def test_what_is_shown_in_each_language(bot: Bot) -> None:
    """Commands and descriptions come back in the language in which they were set, and only in it."""
    commands = [BotCommand("menu", "Show the menu")]
    await bot.set_my_commands(commands, language_code="th")
    await bot.set_my_description("Answers.", language_code="th")
    await bot.set_my_short_description("Short.")
    assert list(await bot.get_my_commands(language_code="th")) == commands
    assert list(await bot.get_my_commands()) == []
    assert (await bot.get_my_description("th")).description == "Answers."
    assert (await bot.get_my_short_description("th")).short_description == ""
    assert (await bot.get_my_short_description()).short_description == "Short."


async def test_what_can_not_be_shown(bot: Bot) -> None:
    """A language of three letters, a command in capitals and a description that is too long are refused."""
    with pytest.raises(BadRequest, match="nvalid language code"):
        await bot.set_my_description("Answers.", language_code="fil")
    with pytest.raises(BadRequest, match="ot_command_invalid"):
        await bot.set_my_commands([BotCommand("Menu", "Show the menu")])
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)


async def test_groups(api: BotApi, bot: Bot) -> None:
    """A bot can write in a group until it leaves; a private chat can't be left."""
    api.chats.open(-CHAT, "supergroup")
    assert (await bot.send_message(-CHAT, "one")).chat.type == "supergroup"
    assert await bot.leave_chat(-CHAT)
    with pytest.raises(Forbidden, match="not a member of the supergroup"):
        await bot.send_message(-CHAT, "two")
    with pytest.raises(BadRequest, match="private chats"):
        await bot.leave_chat(CHAT)


async def test_fetching_updates(api: BotApi, bot: Bot) -> None:
    """Updates come again until an offset confirms them, what comes meanwhile at once; none beside a webhook."""
    api.waiting.put({"update_id": 5})
    assert [one.update_id for one in await bot.get_updates()] == [5]
    assert [one.update_id for one in await bot.get_updates()] == [5]
    waits = asyncio.create_task(bot.get_updates(6, timeout=5))
    await asyncio.sleep(0.05)
    api.waiting.put({"update_id": 6})
    assert [one.update_id for one in await waits] == [6]
    await bot.set_webhook("https://hotline.example/webhooks/telegram")
    with pytest.raises(Conflict):
        await bot.get_updates()


async def test_a_secret_that_telegram_does_not_take(bot: Bot) -> None:
    """A webhook's secret is of letters, digits, _ and - alone."""
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://hotline.example/webhooks/telegram", secret_token="a secret")


def test_faults_by_lot_are_the_same_each_time() -> None:
    """A seed decides which calls go wrong, and about as many as was asked for."""
    draw = [[Faults(3, {Fault.FLOOD: 0.1, Fault.CUT: 0.1}).strikes("sendMessage")] for _ in range(2)]
    assert draw[0] == draw[1]
    faults = Faults(3, {Fault.FLOOD: 0.1, Fault.CUT: 0.1})
    assert 150 < sum(faults.strikes("sendMessage") is not None for _ in range(1000)) < 250


async def test_a_wrong_token(api: BotApi) -> None:
    """Nobody else can speak for the bot."""
    async with listening(api.handle) as url:
        stranger = Bot("123456:" + "b" * 35, base_url=f"{url}/bot")
        with pytest.raises(InvalidToken):
            await stranger.initialize()
        await stranger.shutdown()
