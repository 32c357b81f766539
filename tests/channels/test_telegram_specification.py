"""Every call of the bot is valid by Telegram's own specification."""

import asyncio
import contextlib

import pytest

from bot.channels.telegram.profile import Profile
from bot.channels.telegram.sender import SenderOptions
from bot.channels.telegram.webhook import TelegramChannel
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import MemoryStore
from tests.channels.bot_api_spec import spec
from tests.channels.echo_engine import EchoEngine
from tests.channels.virtual_users import TelegramUser, make_responder, run_telegram
from tests.harness.fake_telegram import EmulatorClient, updates
from tests.harness.fault_injection import Fault

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


async def errors(api: EmulatorClient) -> list[tuple[str, str]]:
    """Return what is wrong with each call, by the specification."""
    assert SPEC
    return [
        (call["method"], error)
        for call in await api.calls()
        for error in SPEC.validate_call(call["method"], call["params"])
    ]


async def trigger_all_calls(user: TelegramUser) -> None:
    """Trigger every call that the bot makes."""
    await user.bot.publish_profiles({"en": PROFILE, "fil": PROFILE}, "en")
    for text in ("/start", "menu", "long"):
        await user.send_text(text)
    await user.api.press("A bed")
    await user.api.inject_faults("sendMessage", Fault.DROPPED_AFTER)
    await user.send_text("menu")
    await user.api.deliver(updates.edited(user.api.chat_id, text="mended"))
    await user.send_text("wipe")
    await user.api.deliver(updates.ignored_updates(user.api.chat_id)["group"])
    await user.api.deliver(updates.membership(user.api.chat_id, "kicked"))


async def test_calls_over_webhook(bot_api: EmulatorClient) -> None:
    """All parameters are known, the required ones are present, and values have the right types."""
    async with run_telegram(bot_api, options=SenderOptions(protect_content=True, silent=True)) as user:
        await trigger_all_calls(user)
    assert {call["method"] for call in await bot_api.calls()} == ALL_METHODS
    assert await errors(bot_api) == []


async def test_calls_when_polling(bot_api: EmulatorClient) -> None:
    """The same is true of polling."""
    store = MemoryStore()
    bot = TelegramChannel(bot_api.token, None, bot_api.url, make_responder(EchoEngine(), store), Pseudonyms(store))
    polling = asyncio.create_task(bot.poll())
    await bot_api.send_text("hello")
    await bot_api.wait_for_replies()
    polling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await polling
    await bot.stop()
    assert {call["method"] for call in await bot_api.calls()} == {"deleteWebhook", "getUpdates", "sendMessage"}
    assert await errors(bot_api) == []


def test_invalid_call_is_detected() -> None:
    """An unknown parameter, a missing one, a wrong type and an invalid button are each reported."""
    assert SPEC
    button = '{"inline_keyboard": [[{"label": "Yes"}]]}'
    wrong = {"chat_id": "7", "words": "hello", "disable_notification": "maybe", "reply_markup": button}
    assert set(SPEC.validate_call("sendMessage", wrong)) == {
        "words is unknown",
        "text is missing",
        "disable_notification is no Boolean",
        "reply_markup.inline_keyboard.label is unknown",
        "reply_markup.inline_keyboard.text is missing",
    }
