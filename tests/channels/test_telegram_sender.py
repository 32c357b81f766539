"""The Telegram channel: outbound messages, buttons and deletion."""

import asyncio
import json
import time
from datetime import timedelta

import pytest

from bot.channels.telegram.chat_state import DELETABLE_AGE, MAX_IDS, ChatState
from bot.channels.telegram.formatting import keyboard
from bot.channels.telegram.sender import SenderOptions
from bot.core.message import Choice, Pseudonym
from bot.state.memory_store import MemoryStore
from tests.channels.virtual_users import TelegramUser, run_telegram
from tests.harness.fake_telegram import EmulatorClient, updates
from tests.harness.fault_injection import Fault


async def visible_buttons(api: EmulatorClient) -> list[tuple[str, ...]]:
    """Return the buttons of each of the bot's messages."""
    return [message.buttons for message in await api.visible_messages() if message.by_bot]


async def test_press_is_answered_and_removes_buttons(user: TelegramUser) -> None:
    """A press is always answered, and the buttons of its question are removed."""
    await user.send_text("menu")
    [menu] = await user.api.wait_for_replies()
    await user.api.press("A bed")
    await user.received(2)
    assert len(await user.api.calls("answerCallbackQuery")) == 1
    [edit] = await user.api.calls("editMessageReplyMarkup")
    assert edit["params"] == {"chat_id": str(user.api.chat_id), "message_id": str(menu.message_id)}
    assert await visible_buttons(user.api) == [(), ()]


async def test_failed_clean_up_still_replies(user: TelegramUser) -> None:
    """If Telegram refuses to answer an old press, the reply is still sent."""
    await user.send_text("menu")
    await user.api.fail_next("answerCallbackQuery", 400, "Bad Request: query is too old")
    await user.api.fail_next("editMessageReplyMarkup", 400, "Bad Request: message to edit not found")
    assert await user.api.press("A bed") == 200
    assert (await user.received(2))[1] == "received choice t-bed"


async def test_new_question_removes_old_buttons(user: TelegramUser) -> None:
    """If a typed text leads to new choices, the buttons of the previous question are removed."""
    await user.send_text("menu")
    await user.send_text("menu")
    assert await visible_buttons(user.api) == [(), ("A bed", "A lawyer", "Somebody to talk to")]


async def test_reply_without_choices_keeps_buttons(user: TelegramUser) -> None:
    """If the reply has no choices, the previous ones stay and can still be pressed."""
    await user.send_text("menu")
    await user.send_text("what does that mean")
    assert await visible_buttons(user.api) == [("A bed", "A lawyer", "Somebody to talk to"), ()]
    assert await user.api.press("A lawyer") == 200
    assert (await user.received(3))[2] == "received choice t-law"


async def test_press_of_old_question(user: TelegramUser) -> None:
    """A press of an old question is passed on, removes its own buttons, and leaves the current question alone."""
    await user.send_text("menu")
    [old] = await user.api.wait_for_replies()
    await user.send_text("menu")
    question = {**updates.message(user.api.chat_id, text=old.text), "message_id": old.message_id}
    assert await user.api.deliver(updates.press(user.api.chat_id, old.keyboard["A bed"], question)) == 200
    assert (await user.received(3))[2] == "received choice t-bed"
    assert len(await user.api.calls("answerCallbackQuery")) == 1
    assert await visible_buttons(user.api) == [(), ("A bed", "A lawyer", "Somebody to talk to"), ()]


async def test_press_of_inaccessible_message(user: TelegramUser) -> None:
    """A press of a message that is too old for Telegram to include is answered too."""
    question = {"chat": {"id": user.api.chat_id, "type": "private"}, "message_id": 7, "date": 0}
    assert await user.api.deliver(updates.press(user.api.chat_id, "t-bed", question)) == 200
    assert await user.received(1) == ["received choice t-bed"]


async def test_erase_deletes_both_sides(user: TelegramUser) -> None:
    """After an erase only one neutral line is left; all messages of both sides are deleted."""
    for text in ("one", "two", "menu"):
        await user.send_text(text)
    await user.api.press("A bed")
    await user.send_text("wipe")
    assert [message.text for message in await user.api.visible_messages()] == ["Not all is gone."]
    [deleted] = await user.api.calls("deleteMessages")
    assert len(json.loads(deleted["params"]["message_ids"])) == 9
    await user.send_text("and now")
    assert [message.text for message in await user.api.visible_messages()] == [
        "Not all is gone.",
        "and now",
        "you said: and now",
    ]


async def test_erase_knows_what_came_before(user: TelegramUser) -> None:
    """Nobody knows what stood in the chat before the first stored message; the person is told once."""
    await user.send_text("one")
    await user.send_text("wipe")
    await user.send_text("two")
    await user.send_text("wipe")
    assert [message.text for message in await user.api.visible_messages()] == ["That is gone."]


async def test_erase_with_undeletable_message(user: TelegramUser) -> None:
    """One message that can't be deleted keeps no other; the person is told, and the next erase tries it again."""
    await user.send_text("wipe")
    for text in ("one", "menu", "two"):
        await user.send_text(text)
    await user.api.send(**updates.DICE)
    for _ in range(2):
        await user.send_text("wipe")
        assert [message.text for message in await user.api.visible_messages()] == ["", "Not all is gone."]
    tried = [json.loads(call["params"]["message_ids"]) for call in await user.api.calls("deleteMessages")]
    [dice, _] = await user.api.visible_messages()
    assert tried.count([dice.message_id]) == 2
    assert len(tried) < 20


async def test_erase_of_old_messages(user: TelegramUser) -> None:
    """The age of a message is that at Telegram, where an update may have waited: one that is too old is not tried."""
    await user.send_text("wipe")
    await user.send_text("one")
    await user.api.send(text="long ago", date=int(time.time() - DELETABLE_AGE.total_seconds()) - 60)
    await user.send_text("wipe")
    visible = [message.text for message in await user.api.visible_messages()]
    assert visible == ["long ago", "Not all is gone."]
    assert len(await user.api.calls("deleteMessages")) == 2


async def test_erase_of_long_conversation(bot_api: EmulatorClient) -> None:
    """Messages are deleted in calls of at most a hundred."""
    async with run_telegram(bot_api, options=SenderOptions(messages_per_second=1000)) as user:
        for _ in range(41):
            await user.send_text("two")
        await user.send_text("wipe")
        assert [message.text for message in await bot_api.visible_messages()] == ["Not all is gone."]
    amounts = [len(json.loads(call["params"]["message_ids"])) for call in await bot_api.calls("deleteMessages")]
    assert amounts == [100, 24]


async def test_erase_continues_after_refusal(user: TelegramUser) -> None:
    """If Telegram refuses to delete anything, the reply says so, after few calls."""
    for _ in range(40):
        await user.api.fail_next("deleteMessages", 400, "Bad Request: message can't be deleted for everyone")
    for text in ("two", "two", "two", "wipe"):
        await user.send_text(text)
    assert (await user.received(7))[6] == "Not all is gone."
    assert len(await user.api.calls("deleteMessages")) < 40


async def test_refused_buttons(user: TelegramUser) -> None:
    """If Telegram refuses the buttons, the choices are sent as numbered lines."""
    await user.api.fail_next("sendMessage", 400, "Bad Request: BUTTON_DATA_INVALID")
    await user.send_text("menu")
    [menu] = [message for message in await user.api.visible_messages() if message.by_bot]
    assert (menu.text, menu.buttons) == ("What do you need?\n1 A bed\n2 A lawyer\n3 Somebody to talk to", ())


async def test_press_is_answered_before_the_reply(user: TelegramUser) -> None:
    """A pressed button stops spinning before the reply is sent, which may take long."""
    await user.send_text("menu")
    await user.api.press("A bed")
    methods = [call["method"] for call in await user.api.calls()]
    assert methods.index("answerCallbackQuery") == len(methods) - 3
    assert methods[-2:] == ["sendMessage", "editMessageReplyMarkup"]


async def test_copy_that_comes_late(user: TelegramUser) -> None:
    """A copy that Telegram shows only after the other is erased with the rest."""
    await user.api.inject_faults("sendMessage", Fault.SERVER_ERROR)
    await user.send_text("hello")
    await user.api.show_copy("you said: hello")
    assert [message.text for message in await user.api.visible_messages()].count("you said: hello") == 2
    await user.send_text("and now")
    await user.send_text("wipe")
    assert [message.text for message in await user.api.visible_messages()] == ["Not all is gone."]


@pytest.mark.parametrize("method", ["sendMessage", "deleteMessages"])
async def test_long_flood_limit(user: TelegramUser, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    """Telegram is not called for a chat before the time is over for which it wants no call, and then once."""
    monkeypatch.setattr("bot.channels.telegram.rate_limiter.MAX_PAUSE", timedelta(0))
    await user.api.fail_next(method, 429, "Too Many Requests", retry_after=1)
    update = updates.update(message=updates.message(user.api.chat_id, text="wipe"))
    began = asyncio.get_running_loop().time()
    statuses = await user.api.deliver_until_accepted(update)
    assert asyncio.get_running_loop().time() - began >= 1
    assert (statuses[:2], statuses[-1]) == ([503, 503], 200)
    assert len(await user.api.calls(method)) == 2


def test_deletable_messages() -> None:
    """Messages that are too old to delete are left out, and the oldest ids are dropped if there are too many."""
    now = 1_000_000.0
    chat = ChatState(MemoryStore(), Pseudonym("sender"), lambda: now)
    chat.add(1)
    now += 60
    chat.add(2)
    now += DELETABLE_AGE.total_seconds() - 60
    assert chat.deletable(0) == [2]
    for message_id in range(3, 3 + MAX_IDS):
        chat.add(message_id)
    assert chat.deletable(0) == list(range(3, 3 + MAX_IDS))
    assert not chat.empty([])


@pytest.mark.parametrize("on", [True, False])
async def test_sender_options(bot_api: EmulatorClient, on: bool) -> None:  # noqa: FBT001  pytest gives it by name
    """The options decide whether messages can be forwarded and whether the phone makes a sound."""
    async with run_telegram(bot_api, options=SenderOptions(protect_content=on, silent=on)) as user:
        await user.send_text("hello")
    [sent] = await bot_api.calls("sendMessage")
    assert {sent["params"]["protect_content"], sent["params"]["disable_notification"]} == {json.dumps(on)}


async def test_text_is_not_markup(user: TelegramUser) -> None:
    """Texts are sent as they are: no parse mode, no link previews, no extra getMe."""
    await user.send_text("<b>*_[x](y)_*</b>")
    await user.received(1)
    [sent] = await user.api.calls("sendMessage")
    assert sent["params"]["text"] == "you said: <b>*_[x](y)_*</b>"
    assert "parse_mode" not in sent["params"]
    assert json.loads(sent["params"]["link_preview_options"]) == {"is_disabled": True}
    assert await user.api.calls("getMe") == []


def test_rejects_long_token() -> None:
    """A choice whose token is too long for Telegram is rejected before anything is sent."""
    with pytest.raises(ValueError, match="64 bytes"):
        keyboard([Choice("A bed", "ก" * 22)])


def test_short_labels_share_a_row() -> None:
    """Two short labels share a row; a long one has its own."""
    rows = keyboard([Choice(label, label) for label in ("Yes", "No", "Somebody to talk to", "Back")])
    assert rows is not None
    labels = [[button.text for button in row] for row in rows.inline_keyboard]
    assert labels == [["Yes", "No"], ["Somebody to talk to"], ["Back"]]
