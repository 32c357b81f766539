"""Every call that we make of Telegram is one that its own specification knows."""

import asyncio
import contextlib

import pytest

from bot.channels.telegram.profile import Profile
from bot.channels.telegram.sender import Line
from bot.channels.telegram.webhook import Telegram
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import InMemory
from tests.channels.bot_api_spec import spec
from tests.channels.echo import Echo
from tests.channels.people import OnTelegram, answered_once, on_telegram
from tests.harness.carriers.faults import Fault
from tests.harness.telegram_server import BotApi, updates

SPEC = spec()
PROFILE = Profile("Answers to questions.", "Answers.", ("Show the menu", "Change the language", "Delete this"))
ALL_METHODS = {
    "answerCallbackQuery",
    "deleteMessages",
    "editMessageReplyMarkup",
    "editMessageText",
    "getMyCommands",
    "getMyDescription",
    "getMyShortDescription",
    "leaveChat",
    "sendMessage",
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setWebhook",
}

pytestmark = pytest.mark.skipif(SPEC is None, reason="the Bot API's specification is not beside the project")


async def faults(api: BotApi) -> list[tuple[str, str]]:
    """Return what is wrong with each call, by what the specification says."""
    assert SPEC
    return [
        (call["method"], fault)
        for call in await api.calls()
        for fault in SPEC.faults_of_call(call["method"], call["said"])
    ]


async def everything(writer: OnTelegram) -> None:
    """Live through all that makes us call Telegram."""
    await writer.bot.introduce({"en": PROFILE, "fil": PROFILE}, "en")
    for text in ("/start", "menu", "long"):
        await writer.says(text)
    await writer.api.presses("A bed")
    await writer.api.meets("sendMessage", Fault.CUT)
    await writer.says("menu")
    await writer.api.delivers(updates.edited(writer.api.chat_id, text="mended"))
    await writer.says("wipe")
    await writer.api.delivers(updates.unhandled(writer.api.chat_id)["group"])
    await writer.api.delivers(updates.membership(writer.api.chat_id, "kicked"))


async def test_all_calls_over_the_webhook(bot_api: BotApi) -> None:
    """Parameters are known to the specification, all required ones are there, and values are of its types."""
    async with on_telegram(bot_api, line=Line(protect_content=True, silent=True)) as writer:
        await everything(writer)
    assert {call["method"] for call in await bot_api.calls()} == ALL_METHODS
    assert await faults(bot_api) == []


async def test_all_calls_when_polling(bot_api: BotApi) -> None:
    """The same is true where updates are fetched."""
    store = InMemory()
    bot = Telegram(bot_api.token, None, bot_api.url, answered_once(Echo(), store), Pseudonyms(store))
    polling = asyncio.create_task(bot.poll())
    await bot_api.says("hello")
    await bot_api.replies()
    polling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await polling
    await bot.stop()
    assert {call["method"] for call in await bot_api.calls()} == {"deleteWebhook", "getUpdates", "sendMessage"}
    assert await faults(bot_api) == []


def test_what_the_specification_does_not_allow_is_seen() -> None:
    """A parameter too many, one too few, another type, and a button that is none are each told."""
    assert SPEC
    button = '{"inline_keyboard": [[{"label": "Yes"}]]}'
    wrong = {"chat_id": "7", "words": "hello", "disable_notification": "maybe", "reply_markup": button}
    assert set(SPEC.faults_of_call("sendMessage", wrong)) == {
        "words is unknown",
        "text is missing",
        "disable_notification is no Boolean",
        "reply_markup.inline_keyboard.label is unknown",
        "reply_markup.inline_keyboard.text is missing",
    }
